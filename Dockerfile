# Where the .NET images sdk and aspnet are pulled from: registry and path, without a slash at the end. There is no default.
ARG DOTNET_IMAGES
FROM ${DOTNET_IMAGES}/sdk:10.0 AS build
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY OrderLedger.Domain/OrderLedger.Domain.csproj OrderLedger.Domain/
COPY OrderLedger.Api/OrderLedger.Api.csproj OrderLedger.Api/
RUN dotnet restore OrderLedger.Api/OrderLedger.Api.csproj
COPY OrderLedger.Domain/ OrderLedger.Domain/
COPY OrderLedger.Api/ OrderLedger.Api/
RUN dotnet publish OrderLedger.Api/OrderLedger.Api.csproj -c Release --no-restore -o /app

FROM ${DOTNET_IMAGES}/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The key that encrypts webhook secrets. The database is elsewhere: ConnectionStrings__Ledger names it.
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
VOLUME /data
USER $APP_UID
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    OrderLedger__DataDirectory=/data
EXPOSE 8080
# The image has no curl; bash speaks HTTP well enough.
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "OrderLedger.Api.dll"]
