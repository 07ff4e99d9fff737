#!/bin/sh
# Dialect C, WizCommerce: the key in X-API-Key, the order in "data". KEY is needed.
set -eu
url=${URL:-http://127.0.0.1:5080}
id=01f5d171-d3e3-4b2b-bd57-$(date +%s)$$ # another order at each run
say() { curl -sS --fail-with-body -H "X-API-Key: $KEY" -H "Content-Type: application/json" "$@"; echo; }

say -X POST "$url/api/orders" -d '{"id":"'$id'","status":"draft","reference_id":"1234567890","total":100,"payment_status":"PAID","po_number":"PO-7"}'
say -X PATCH "$url/v1/orders/$id/status" -d '{"status":"confirmed"}'
say "$url/v1/orders/$id"
say "$url/v1/orders?page=1&page_size=20&sort_by=updated_at&sort=desc&order_status=confirmed"
