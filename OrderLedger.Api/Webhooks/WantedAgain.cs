using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Names the messages to be sent again: one delivery, or the events of a range.</summary>
internal sealed record WantedAgain(Guid? Delivery, SeqRange Range)
{
    /// <summary>A sentence on what can be asked for.</summary>
    public const string Taken =
        "Send the id of a delivery, {\"delivery\":\"msg_...\"}, or a range, {\"after\":SEQ,\"to\":SEQ} or {\"since\":TIME,\"until\":TIME}. The range may have no end.";

    private static readonly string[] Members = ["delivery", "after", "to", "since", "until"];

    /// <summary>Null when it cannot be read; see <see cref="Taken"/>.</summary>
    public static async Task<WantedAgain?> Read(JsonElement json, Store store, SubscriptionTable table, CancellationToken stop)
    {
        var wanted = json.EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        if (wanted.Keys.Except(Members).Any())
            return null;
        if (wanted.Remove("delivery", out var named))
            return wanted.Count == 0 && named.ValueKind == JsonValueKind.String
                && WebhookMessage.DeliveryOf(named.GetString()!) is { } delivery ? new(delivery, default) : null;
        return await RangeIn(wanted, store, table, stop) is { } range ? new(null, range) : null;
    }

    // Both ends as seqs; null when there is no begin, or something cannot be read.
    private static async Task<SeqRange?> RangeIn(Dictionary<string, JsonElement> wanted, Store store, SubscriptionTable table,
        CancellationToken stop)
    {
        if (wanted.ContainsKey("after") == wanted.ContainsKey("since") || (wanted.ContainsKey("to") && wanted.ContainsKey("until")))
            return null;
        long? after = null, to = long.MaxValue;
        foreach (var (name, value) in wanted)
        {
            var time = value.ValueKind != JsonValueKind.String ? null
                : name == "until" ? JsonMembers.Until(value.GetString()!, store.TimeZone) : JsonMembers.Time(value.GetString()!, store.TimeZone);
            long? seq = name is "after" or "to" ? SeqIn(value) : time is { } known ? await table.SeqBefore(known, stop) : null;
            if (name is "after" or "since")
                after = seq;
            else
                to = seq;
        }
        return after is { } begin && to is { } end ? new(begin, end) : null;
    }

    private static long? SeqIn(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seq) && seq >= 0 ? seq : null;
}
