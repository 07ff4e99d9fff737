namespace OrderLedger.Api.Dashboard.Live;

/// <summary>
/// The newest that is known of one order: what a browser needs to bring a row up to date. Holds nothing personal. <c>Status</c> and
/// <c>Phase</c> are null while none of the changes that are told set them.
/// </summary>
public sealed record LiveChange(StreamKey Stream, long Seq, long Version, string Type, string? Status, string? Phase, DateTimeOffset At)
{
    public static LiveChange Of(Recorded r)
    {
        var (status, phase) = r.Event switch
        {
            OrderRegistered e => (e.Status, e.Phase.Word()),
            StatusChanged e => (e.To, e.Phase.Word()),
            _ => (null, (string?)null),
        };
        return new(r.Stream, r.Seq, r.Version, EventTypes.NameOf(r.Event), status, phase, r.At);
    }

    /// <summary>This one, with what only an older one knows.</summary>
    public LiveChange After(LiveChange? older) =>
        older is null || Status is not null ? this : this with { Status = older.Status, Phase = older.Phase };
}
