#!/bin/sh
# Dialect D, Awal: each request is signed, METHOD + PATH + ?QUERY + TIMESTAMP + BODY. CLIENT_ID, DOMAIN and KEY (the secret) are needed.
set -eu
url=${URL:-http://127.0.0.1:5080}
id=$(date +%s)$$ # another order at each run

signed() { # method, path with its query, body
  now=$(date +%s)
  signature=$(printf %s "$1$2$now$3" | openssl dgst -sha256 -hmac "$KEY" -r | cut -d' ' -f1)
  curl -sS --fail-with-body -X "$1" "$url$2" -H "Content-Type: application/json" -H "X-Awal-Signature-256: sha256=$signature" \
    -H "X-Timestamp: $now" -H "X-Domain: $DOMAIN" -H "X-Client-ID: $CLIENT_ID" ${3:+--data-binary} ${3:+"$3"}
  echo
}

# On our own routes the secret is a key like any other.
curl -sS --fail-with-body -X POST "$url/api/orders" -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '{"id":'$id',"number":"ORD-'$id'","status":"pending","total":80}'
echo
signed PUT "/orders/$id?phone_number_id=123456" '{"status":"accepted","payment_status":"paid"}'
signed PUT "/orders/$id?phone_number_id=123456" '{"status":"shipped","shipping_date":"2024-01-20","admin_notes":"Shipped via express courier"}'
signed GET "/orders?phone_number_id=123456&status=shipped" ''
