namespace OrderLedger.Api.Endpoints;

/// <summary>/openapi/v1.json and the page for people at /docs, both made from the routes.</summary>
public static class ApiDocument
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1");

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "OrderLedger API";
            page.SwaggerEndpoint("/openapi/v1.json", "OrderLedger");
        });
    }
}
