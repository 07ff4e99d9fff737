namespace OrderLedger.Api.Pushes.Refused;

/// <summary>
/// The server's own way from routing to the answer, for a push that is replayed. What fails on it is thrown, not answered.
/// </summary>
public sealed class ServerPipeline
{
    private RequestDelegate? way;

    /// <summary>Takes all that is added to the application from here on.</summary>
    public void BeginsHere(IApplicationBuilder app) => app.Use(next => way = next);

    public Task Run(HttpContext context) =>
        (way ?? throw new InvalidOperationException("The server's pipeline is not built yet."))(context);
}
