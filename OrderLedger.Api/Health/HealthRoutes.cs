using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Api.Health;

/// <summary>/health/live: the process answers. /health/ready: it will take a push - the database answers and it is not stopping.</summary>
public static class HealthRoutes
{
    private static readonly TimeSpan DatabaseMax = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live).WithTags("Health").WithSummary("The process answers");
        app.MapGet("/health/ready", Ready).WithTags("Health").WithSummary("A push would be taken now");
        // Many monitors ask by HEAD.
        app.MapMethods("/health/live", [HttpMethods.Head], Live).ExcludeFromDescription();
        app.MapMethods("/health/ready", [HttpMethods.Head], Ready).ExcludeFromDescription();
    }

    private static IResult Live() => Reply.Json(new { status = "live" });

    // Drift is an incident and no reason to turn pushes away: they are written all the same. The route is open, so it tells a number only.
    private static async Task<IResult> Ready(
        HttpResponse response, Readiness readiness, [AsParameters] Watched watched, CancellationToken stop)
    {
        if (readiness.Stopping)
            return Problem.Unavailable(response, "The server is stopping.");
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(DatabaseMax);
            return Reply.Json(new
            {
                status = "ready",
                head = await watched.Ledger.Head(patience.Token),
                drift = watched.Drift.Count,
                watched.Reconcile.Reconciled,
                checkpoints = watched.Checkpoints.Problem is null ? "signed" : "stopped",
            });
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException
            || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return Problem.Unavailable(response, "The database does not answer.");
        }
    }

    /// <summary>The parts that readiness looks at.</summary>
    private sealed record Watched(LedgerReader Ledger, Drift Drift, Reconcile Reconcile, CheckpointRunner Checkpoints);
}
