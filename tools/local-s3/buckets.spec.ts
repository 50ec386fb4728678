import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { codeOf, openWorld, type RawAnswer, send, sendSigned, type World } from './testing.js';

let world: World;
let Bucket: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  Bucket = `bucket-${randomUUID()}`;
  await world.s3.send(new CreateBucketCommand({ Bucket }));
});

const put = (Key: string) => world.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'bytes' }));

describe('a bucket', () => {
  it('is listed and found, and goes only when it is empty', async () => {
    const { Buckets } = await world.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.find((bucket) => bucket.Name === Bucket)?.CreationDate).toBeInstanceOf(Date);
    await world.s3.send(new HeadBucketCommand({ Bucket }));
    await put('kept');
    expect(await codeOf(world.s3.send(new DeleteBucketCommand({ Bucket })))).toBe('BucketNotEmpty');
    await world.s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept' }));
    await world.s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await codeOf(world.s3.send(new HeadBucketCommand({ Bucket })))).toBe('NotFound');
    expect(await codeOf(world.s3.send(new DeleteBucketCommand({ Bucket })))).toBe('NoSuchBucket');
    expect(await codeOf(put('late'))).toBe('NoSuchBucket');
  });

  it('is not made twice', async () => {
    expect(await codeOf(world.s3.send(new CreateBucketCommand({ Bucket })))).toBe('BucketAlreadyOwnedByYou');
  });

  it.each(['ab', 'Upper-Case', 'under_score', '-dash', 'dash-', 'dots..dots', '192.168.0.1', 'x'.repeat(64)])(
    'can not be called %s',
    async (name) => {
      expect(await sendSigned(world.url, { method: 'PUT', path: `/${name}` })).toMatchObject({
        status: 400,
        code: 'InvalidBucketName',
      });
    },
  );

  it('can not be made in another region', async () => {
    const elsewhere = new CreateBucketCommand({
      Bucket: `${Bucket}-x`,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    expect(await codeOf(world.s3.send(elsewhere))).toBe('InvalidLocationConstraint');
  });
});

describe('a policy', () => {
  const statement = (more: object = {}) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/public/*`,
    ...more,
  });
  const setPolicy = (Statement: unknown) =>
    world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  const anonymous = (method: string, key: string): Promise<RawAnswer> =>
    send(world.url, { method, path: `/${Bucket}/${key}` });

  beforeEach(async () => {
    for (const key of ['public/a', 'private/a', 'publicity']) await put(key);
  });

  it('opens what it names to everybody, for reading only, and nothing else', async () => {
    expect((await anonymous('GET', 'public/a')).code).toBe('AccessDenied');
    await setPolicy([statement()]);
    expect(await anonymous('GET', 'public/a')).toMatchObject({ status: 200, body: 'bytes' });
    expect(await anonymous('HEAD', 'public/a')).toMatchObject({ status: 200 });
    for (const key of ['private/a', 'publicity', 'public/absent', 'public/../private/a', 'public%2F..%2Fprivate%2Fa']) {
      expect(await anonymous('GET', key)).toMatchObject({ status: 403, code: 'AccessDenied' });
    }
    for (const key of ['public/a?uploads=', 'public/a?acl=', '?list-type=2', '?list-type=2&prefix=public/']) {
      expect((await anonymous('GET', key)).status).toBe(403);
    }
    for (const method of ['PUT', 'DELETE', 'POST']) expect((await anonymous(method, 'public/a')).status).toBe(403);
  });

  it('does not open headers of the reader’s choice', async () => {
    await setPolicy([statement()]);
    expect((await anonymous('GET', 'public/a?response-content-type=text%2Fhtml')).status).toBeGreaterThanOrEqual(400);
  });

  it('opens single keys, and ends when it is deleted', async () => {
    await setPolicy([statement({ Resource: [`arn:aws:s3:::${Bucket}/publicity`], Principal: { AWS: ['*'] } })]);
    expect(await anonymous('GET', 'publicity')).toMatchObject({ status: 200 });
    expect(await anonymous('GET', 'public/a')).toMatchObject({ status: 403 });
    const { Policy } = await world.s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({ Version: '2012-10-17' });
    await world.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await anonymous('GET', 'publicity')).toMatchObject({ status: 403 });
    expect(await codeOf(world.s3.send(new GetBucketPolicyCommand({ Bucket })))).toBe('NoSuchBucketPolicy');
  });

  it('is refused when it says anything that would be understood by half; the old one stays', async () => {
    await setPolicy([statement()]);
    for (const more of [
      { Effect: 'Deny' },
      { Action: 's3:*' },
      { Action: ['s3:GetObject', 's3:PutObject'] },
      { Principal: { AWS: 'arn:aws:iam::1:root' } },
      { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      { Resource: `arn:aws:s3:::${Bucket}/a*b` },
    ]) {
      expect(await codeOf(setPolicy([statement(more)]))).toBe('NotImplemented');
    }
    for (const more of [{ Effect: 'Maybe' }, { Resource: 'arn:aws:s3:::another/*' }, { NotAction: 's3:GetObject' }]) {
      expect(await codeOf(setPolicy([statement(more)]))).toBe('MalformedPolicy');
    }
    expect(await codeOf(world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' })))).toBe('MalformedPolicy');
    expect(await anonymous('GET', 'public/a')).toMatchObject({ status: 200 });
  });
});

describe('CORS', () => {
  const origin = 'https://app.example';
  const rules = [
    {
      AllowedOrigins: [origin, 'https://*.example.net'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedHeaders: ['content-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 600,
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
  ];
  const setCors = (CORSRules: typeof rules | object[]) =>
    world.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: CORSRules as typeof rules } }));
  const preflight = (headers: Record<string, string>) =>
    send(world.url, { method: 'OPTIONS', path: `/${Bucket}/key`, headers });
  const asking = (from: string, method: string, headers?: string) =>
    preflight({
      origin: from,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    });

  it('answers a preflight as the rules say', async () => {
    await setCors(rules);
    expect(await asking(origin, 'PUT', 'Content-Type, content-md5')).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'ETag',
        'access-control-max-age': '600',
        'access-control-allow-headers': expect.stringMatching(/content-type/i),
        'access-control-allow-methods': expect.stringContaining('PUT'),
        vary: expect.stringContaining('Origin'),
      },
    });
    expect((await asking('https://eu.example.net', 'GET')).status).toBe(200);
    expect(await asking('https://anyone.test', 'HEAD')).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*' },
    });
  });

  it('refuses another origin, method or header, and everything without rules', async () => {
    expect(await asking(origin, 'GET')).toMatchObject({ status: 403, code: 'AccessForbidden' });
    await setCors(rules);
    expect(await asking('https://app.example.evil', 'PUT')).toMatchObject({ status: 403 });
    expect(await asking('https://example.net', 'PUT')).toMatchObject({ status: 403 });
    expect(await asking(origin, 'DELETE')).toMatchObject({ status: 403 });
    expect(await asking(origin, 'PUT', 'x-amz-acl')).toMatchObject({ status: 403 });
    expect(await preflight({ 'access-control-request-method': 'GET' })).toMatchObject({ status: 400 });
    expect(await preflight({ origin })).toMatchObject({ status: 400 });
  });

  it('marks real answers, also those that refuse', async () => {
    await setCors(rules);
    await put('key');
    const answer = (from: string) =>
      sendSigned(world.url, { method: 'GET', path: `/${Bucket}/key`, headers: { origin: from } });
    expect((await answer(origin)).headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag',
    });
    expect((await answer('https://other.test')).headers).not.toHaveProperty('access-control-allow-origin');
    const refused = await send(world.url, { method: 'GET', path: `/${Bucket}/key`, headers: { origin } });
    expect(refused).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': origin } });
  });

  it('can be read, replaced and deleted; what is malformed is refused', async () => {
    await setCors(rules);
    expect((await world.s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(rules);
    expect(await codeOf(setCors([{ AllowedOrigins: ['*'], AllowedMethods: ['FETCH'] }]))).toBe('InvalidRequest');
    expect(await codeOf(setCors([{ AllowedOrigins: ['https://*.*'], AllowedMethods: ['GET'] }]))).toBe(
      'InvalidRequest',
    );
    await world.s3.send(new DeleteBucketCorsCommand({ Bucket }));
    expect(await codeOf(world.s3.send(new GetBucketCorsCommand({ Bucket })))).toBe('NoSuchCORSConfiguration');
  });
});

describe('lifecycle rules', () => {
  const setRules = (rule: object) =>
    world.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, ...rule }] },
      }),
    );

  it('can be read and deleted', async () => {
    await setRules({ Expiration: { Days: 1 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } });
    const { Rules } = await world.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules).toMatchObject([
      { ID: 'r', Expiration: { Days: 1 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
    ]);
    await world.s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await codeOf(world.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toBe(
      'NoSuchLifecycleConfiguration',
    );
  });

  it('are refused when they could not be kept', async () => {
    expect(await codeOf(setRules({ Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }))).toBe('NotImplemented');
    expect(await codeOf(setRules({ Expiration: { Days: 0 } }))).toBe('InvalidArgument');
    expect(await codeOf(setRules({}))).toBe('InvalidRequest');
  });
});
