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
RUN dotnet publish OrderLedger.Api/OrderLedger.Api.csproj -c Release --no-restore -o /app

FROM ubuntu:26.04
RUN apt-get update && apt-get install -y --no-install-recommends aspnetcore-runtime-10.0 tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home orderledger \
    # The key that encrypts webhook secrets. The database is elsewhere: ConnectionStrings__Ledger names it.
    && mkdir /data && chown orderledger: /data
WORKDIR /app
COPY --from=build /app ./
VOLUME /data
USER orderledger
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    OrderLedger__DataDirectory=/data
EXPOSE 8080
# The image has no curl; bash speaks HTTP well enough.
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "OrderLedger.Api.dll"]
