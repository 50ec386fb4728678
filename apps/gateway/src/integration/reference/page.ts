import { z } from 'zod';
import { type IntegrationOperation, jsonSchemaOf, problemsOf } from '../openapi.js';
import { type Shape, shapesOf } from './fields.js';
import { Html, html } from '../../http/html.js';
import { style } from './style.js';

const root = '/integration/v1';

/** The integration API as one page for people: made of the operations that openapi.json is made of; no scripts. */
export const renderReference = (operations: readonly IntegrationOperation[]): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Moments integration API</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <h1>Moments integration API</h1>
        <p>
          What other systems of the marketplace tell Moments, over plain HTTP. For programs:
          <a href="${root}/openapi.json">openapi.json</a> (OpenAPI 3.1).
        </p>
        <nav>
          <ul>
            ${operations.map(
              ({ id, method, path, summary }) =>
                html`<li>
                  <a href="#${id}"><code>${method.toUpperCase()} ${path}</code></a> ${summary}
                </li>`,
            )}
          </ul>
        </nav>
        ${howToSign} ${howItIsRefused} ${operations.map(describe)}
      </body>
    </html>`.text;

const howToSign = html`<h2 id="access">Who calls</h2>
  <p>
    An operator makes an integration with the scopes that it needs. It gets a key and a signing secret, both shown once.
    Streams carry the key: <code>authorization: Bearer mik_…</code>. Messages are signed with the secret as
    <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it: HMAC-SHA-256 of
    <code>webhook-id.webhook-timestamp.body</code>, to the byte that goes over the wire, not more than five minutes ago.
  </p>
  <pre>
SECRET=whsec_…; ID=msg-1; NOW=$(date +%s); BODY='{"reference":"BANK-1", …}'
KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
curl ${root}/deposits -H 'content-type: application/json' -d "$BODY" \\
  -H "webhook-id: $ID" -H "webhook-timestamp: $NOW" -H "webhook-signature: v1,$SIGNATURE"</pre>
  <p>
    Everything may be told again, late and in any order: what is known already changes nothing. So try again whatever
    was not answered, and answers of 429 and of 500 and above: after <code>retry-after</code> where it is told, else
    after 1, 2, 4 … seconds, with the same body and the same <code>webhook-id</code>, signed anew with the time of the
    try. Any other 4xx stays what it is until the call is changed.
  </p>`;

const howItIsRefused = html`<h2 id="problems">What is refused</h2>
  <p>
    As <code>application/problem+json</code> (RFC 9457). <code>type</code> is <code>urn:moments:problem:</code> and a
    reason that stays the same: for programs. <code>errors</code> names each field by its JSON pointer. Tell us the
    <code>requestId</code> when you ask.
  </p>`;

function describe(operation: IntegrationOperation): Html {
  const { id, method, path, summary, description, scope, security, body, answer } = operation;
  return html`<section id="${id}">
    <h2><code>${method.toUpperCase()} ${root}${path}</code></h2>
    <p><strong>${summary}</strong> ${description}</p>
    <p>Let in by a ${security} of an integration with the scope <code>${scope}</code>.</p>
    <h3>Sent: ${mediaOf(body.type)}</h3>
    ${example(body.example)} ${shapes(body.schema)}
    <h3>Answer: ${mediaOf(answer.type)}</h3>
    <p>${answer.description}</p>
    ${example(answer.example)} ${shapes(answer.schema)}
    <h3>Problems</h3>
    <table>
      ${Object.entries(problemsOf(operation)).map(
        ([status, told]) =>
          html`<tr>
            <td>${status}</td>
            <td>${told}</td>
          </tr>`,
      )}
    </table>
  </section>`;
}

const mediaOf = (type: string): Html =>
  type === 'application/x-ndjson' ? html`<code>${type}</code>, each line is` : html`<code>${type}</code>`;

const example = (text: string): Html => html`<pre>${text}</pre>`;

function shapes(schema: z.ZodType): Html {
  const told = shapesOf(jsonSchemaOf(schema)).filter(({ fields }) => fields.length > 0);
  return html`${told.map((shape) => describeShape(shape, told.length > 1))}`;
}

const describeShape = ({ name, description, fields }: Shape, isOneOfSeveral: boolean): Html =>
  html`${isOneOfSeveral ? html`<h4>${name === '' ? description : html`<code>${name}</code> ${description}`}</h4>` : ''}
    <table>
      <tr>
        <th>field</th>
        <th>type</th>
        <th></th>
      </tr>
      ${fields.map(
        (field) =>
          html`<tr>
            <td>
              <code>${field.path}</code>
              ${field.required ? html`<em>needed</em>` : ''}
            </td>
            <td>${field.type}</td>
            <td>${field.description}</td>
          </tr>`,
      )}
    </table>`;
