#!/bin/sh
# Dialect F, Genuka: a Bearer token and the company's id. KEY and COMPANY are needed; COMPANY must be the store's:
# stores add NAME --dialect genuka --company COMPANY
set -eu
url=${URL:-http://127.0.0.1:5080}
id=01k76xt7z8$(date +%s)$(printf %06d $(($$ % 1000000))) # another order at each run, 26 characters
say() { curl -sS --fail-with-body -H "Authorization: Bearer $KEY" -H "X-Company: $COMPANY" -H "Content-Type: application/json" "$@"; echo; }

say -X POST "$url/api/orders" -d '{"id":"'$id'","reference":"#ORDER_1174","status":"pending","amount":80000,"amount_due":79840,"currency":"XAF"}'
say -X PUT "$url/2023-11/admin/orders/$id/status" -d '{"status":"confirmed","billing":{"status":"paid"},"metadata":{"note":"paid by transfer"}}'
say -X PUT "$url/2023-11/admin/orders/status/bulk-update" -d '{"order_ids":["'$id'"],"status":"shipped","shipping":{"status":"taken_in_charge"}}'
say "$url/2023-11/admin/orders/$id/activities"
say "$url/2023-11/admin/orders/overview?start_date=2026-01-01&end_date=2026-12-31"
