#!/bin/sh
# Tells Moments something, signed, until it is answered: sh tell.sh /deposits '{"reference": …}'
# MOMENTS_URL (http://127.0.0.1:3000/integration/v1) and MOMENTS_SECRET (whsec_…) say where and as whom.
set -eu
path=$1
body=$2
key=$(printf %s "${MOMENTS_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
# One id for the message, however often it is sent.
id=$(od -An -N16 -v -tx1 /dev/urandom | tr -d ' \n')
# Signed once, so the tries must end within five minutes. curl waits as long as retry-after says, else 1, 2, 4 … seconds.
now=$(date +%s)
signature=$(printf %s "$id.$now.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
exec curl -sS --fail-with-body --retry 6 --retry-max-time 240 --retry-connrefused -w '\n' "$MOMENTS_URL$path" \
  -H 'content-type: application/json' -H "webhook-id: $id" -H "webhook-timestamp: $now" \
  -H "webhook-signature: v1,$signature" --data-binary "$body"
