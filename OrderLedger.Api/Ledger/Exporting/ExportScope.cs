using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// The part of the ledger that is exported: one store and its administrative actions, or all; recorded from <c>From</c> on and before
/// <c>To</c>, each null for no bound.
/// </summary>
public sealed record ExportScope(string? Store = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public bool IsWhole => this is { Store: null, From: null, To: null };

    public bool Holds(StreamKey stream, DateTimeOffset at) =>
        (Store is null || stream.Store == Store || (stream.Store == ActionStreams.Tenant && stream.OrderId == Store))
        && !(at < From) && !(at >= To);

    /// <summary>A time as the export file spells it.</summary>
    internal static string Spelled(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    internal static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The condition on tenant_id, stream_id and timestamp. COPY takes no parameters.</summary>
    internal string Condition
    {
        get
        {
            var parts = new List<string>();
            if (Store is not null)
                parts.Add($"(tenant_id = {Quoted(Store)} or (tenant_id = '{ActionStreams.Tenant}' and stream_id = {Quoted(Store)}))");
            if (From is { } from)
                parts.Add($"timestamp >= '{Spelled(from)}'::timestamptz");
            if (To is { } to)
                parts.Add($"timestamp < '{Spelled(to)}'::timestamptz");
            return parts.Count == 0 ? "true" : string.Join(" and ", parts);
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
