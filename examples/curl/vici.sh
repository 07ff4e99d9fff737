#!/bin/sh
# Dialect A, Vici: the id in the URL, one of nine statuses, the key in a header. KEY is needed.
set -eu
url=${URL:-http://127.0.0.1:5080}
id=$(date +%s)$$ # another order at each run
say() { curl -sS --fail-with-body -H "x-api-key: $KEY" -H "Content-Type: application/json" "$@"; echo; }

say -X POST "$url/api/webhooks/order" -d '{"id":'$id',"status":"processing","total":"149.90","currency":"EUR"}'
say -X PATCH "$url/api/orders/$id/status" -H "Idempotency-Key: order-$id-completed" -d '{"order_status":"completed"}'
say "$url/api/orders/$id"
say "$url/api/orders/$id/history?limit=5"
