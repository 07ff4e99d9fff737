# Ubuntu's own packages of .NET 10 (26.04 and newer carry them).
FROM ubuntu:26.04 AS build
RUN apt-get update && apt-get install -y --no-install-recommends dotnet-sdk-10.0 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY OrderLedger.Domain/OrderLedger.Domain.csproj OrderLedger.Domain/
COPY OrderLedger.Api/OrderLedger.Api.csproj OrderLedger.Api/
RUN dotnet restore OrderLedger.Api/OrderLedger.Api.csproj
COPY OrderLedger.Domain/ OrderLedger.Domain/
COPY OrderLedger.Api/ OrderLedger.Api/
RUN dotnet publish OrderLedger.Api/OrderLedger.Api.csproj -c Release --no-restore -p:UseAppHost=false -o /app

FROM ubuntu:26.04
RUN apt-get update && apt-get install -y --no-install-recommends aspnetcore-runtime-10.0 libgssapi-krb5-2 tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin orderledger \
    # The secret key, the proof and the sessions. The database is elsewhere: ConnectionStrings__Ledger names it.
    && install -d -m 700 -o orderledger -g orderledger /data
WORKDIR /app
COPY --from=build /app ./
VOLUME /data
# A number: Kubernetes' runAsNonRoot does not trust a name.
USER 10001
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    OrderLedger__DataDirectory=/data
EXPOSE 8080
# The image has no curl; bash speaks HTTP well enough. Podman keeps a health check with --format docker only.
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "OrderLedger.Api.dll"]
