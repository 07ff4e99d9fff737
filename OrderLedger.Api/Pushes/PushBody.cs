namespace OrderLedger.Api.Pushes;

/// <summary>The members that every dialect on our own routes takes beside the status: when it happened and why.</summary>
internal sealed record PushBody(SenderTime? OccurredAt, string? Reason)
{
    /// <summary>A time without a zone is the store's local time.</summary>
    public static PushBody Read(JsonElement json, Store store, FieldFaults faults)
    {
        var members = new OptionalMembers(json, faults);
        return new(members.Time("occurred_at", store.TimeZone), members.Text("reason", Push.ReasonMax));
    }
}
