#!/bin/sh
# Dialect B, WooCommerce's webhook: the raw body is signed. SECRET is needed, the one that stands in the shop under
# WooCommerce > Settings > Advanced > Webhooks; the ledger learns it by: stores set STORE --webhook-secret SECRET
# STORE is the store's name.
set -eu
url=${URL:-http://127.0.0.1:5080}
body='{"id":2539,"number":"2539","status":"completed","currency":"EUR","total":"149.90","date_modified_gmt":"2026-11-20T10:00:00"}'
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$SECRET" -binary | openssl base64 -A)

curl -sS --fail-with-body -X POST "$url/api/webhooks/woocommerce/${STORE:-default}" -H "Content-Type: application/json" \
  -H "X-WC-Webhook-Topic: order.updated" -H "X-WC-Webhook-ID: 7" -H "X-WC-Webhook-Delivery-ID: 7f3c9a1e55d0" \
  -H "X-WC-Webhook-Signature: $signature" -d "$body"
echo
