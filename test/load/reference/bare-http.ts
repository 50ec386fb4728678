/** The least that any server could do: read the request's body and send the same bytes back every time. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const body = readFileSync(process.env.BODY_FILE ?? '');
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };

createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => response.writeHead(200, headers).end(body));
}).listen(Number(process.env.PORT), process.env.HOST);
