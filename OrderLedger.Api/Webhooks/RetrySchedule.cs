namespace OrderLedger.Api.Webhooks;

/// <summary>When a failed delivery is attempted again.</summary>
/// <param name="Pauses">The pause after the first failed attempt, after the second, and so on.</param>
public sealed record RetrySchedule(IReadOnlyList<TimeSpan> Pauses)
{
    /// <summary>The schedule that the Standard Webhooks specification recommends, as the setting writes it.</summary>
    public const string DefaultSeconds = "5,300,1800,7200,18000,36000,50400,72000,86400";

    private const int PausesMax = 20;

    /// <summary>Longest that a receiver is left alone when it asks for it.</summary>
    private static readonly TimeSpan AskedMax = TimeSpan.FromDays(1);

    /// <summary>Most attempts of one delivery.</summary>
    public int AttemptsMax => Pauses.Count + 1;

    /// <param name="seconds">Pauses in seconds, separated by commas.</param>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static RetrySchedule Parse(string seconds)
    {
        var pauses = seconds.Split(',').Select(s =>
            double.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pause)
                ? TimeSpan.FromSeconds(pause) : (TimeSpan?)null).ToList();
        return pauses.Count <= PausesMax && !pauses.Contains(null) ? new([.. pauses.OfType<TimeSpan>()])
            : throw new FormatException($"OrderLedger__Webhooks__RetrySeconds takes up to {PausesMax} pauses in seconds, separated by commas.");
    }

    /// <summary>The pause after a failed attempt, up to a fifth longer than the schedule has it; null after the last attempt.</summary>
    /// <param name="attempts">Attempts so far, from 1.</param>
    /// <param name="asked">The pause that the receiver asked for.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public TimeSpan? After(int attempts, TimeSpan? asked, double jitter)
    {
        if (attempts >= AttemptsMax)
            return null;
        var pause = Pauses[attempts - 1] * (1 + (jitter / 5));
        return asked is { } wait && wait > pause ? TimeSpan.FromTicks(Math.Min(wait.Ticks, AskedMax.Ticks)) : pause;
    }
}
