namespace OrderLedger.Api.Feed;

/// <summary>Settings of the feed, from <c>OrderLedger__Feed__*</c>.</summary>
/// <param name="ListenersMax">Most listeners of this server at once: live streams, and requests that wait.</param>
public sealed record FeedSettings(int ListenersMax)
{
    public const int ListenersUsual = 200;

    /// <exception cref="FormatException">A setting cannot be read; the message names it.</exception>
    public static FeedSettings From(IConfiguration configuration) => configuration["OrderLedger:Feed:ListenersMax"] switch
    {
        null or "" => new(ListenersUsual),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new(count),
        _ => throw new FormatException("OrderLedger__Feed__ListenersMax takes a number, 0 for no listeners."),
    };
}
