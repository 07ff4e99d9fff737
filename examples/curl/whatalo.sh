#!/bin/sh
# Dialect E, Whatalo: status and payment status, only moves of the vendor's graph. KEY (wk_live_...) is needed.
set -eu
url=${URL:-http://127.0.0.1:5080}
id=$(date +%s)$$ # another order at each run
say() { curl -sS --fail-with-body -H "X-API-Key: $KEY" -H "Content-Type: application/json" "$@"; echo; }

say -X POST "$url/api/orders" -d '{"id":"'$id'","order_number":1042,"status":"pending","total":5200,"currency":"COP","customer_name":"Juan García"}'
say -X PATCH "$url/v1/orders/$id" -d '{"status":"confirmed","payment_status":"paid"}'
say "$url/v1/orders/$id"
say "$url/v1/orders?page=1&limit=20&status=confirmed"
