using System.Diagnostics;

namespace OrderLedger.Api;

/// <summary>The ledger's own part of a trace: the batch that many requests wait for.</summary>
internal static class LedgerTrace
{
    public const string Name = "OrderLedger";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The context of the request that waits, or none where nobody traces.</summary>
    public static ActivityContext Current => Source.HasListeners() && Activity.Current is { } request ? request.Context : default;

    /// <summary>A batch belongs to the trace of its first push and names the traces of the others.</summary>
    public static Activity? Batch(IEnumerable<ActivityContext> pushes)
    {
        if (!Source.HasListeners())
            return null;
        var traced = pushes.Where(p => p != default).ToList();
        return Source.StartActivity("write batch", ActivityKind.Internal, traced.FirstOrDefault(), links: traced.Skip(1)
            .Select(p => new ActivityLink(p)));
    }
}
