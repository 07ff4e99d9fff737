namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>Who is told of what is wrong in a store, and of what.</summary>
public sealed record AlertSetting(string Store)
{
    /// <summary>Most addresses of a store.</summary>
    public const int EmailsMax = 20;

    /// <summary>The bound of an address's length in SMTP (RFC 5321, 4.5.3.1.3, less its angle brackets).</summary>
    public const int EmailMax = 254;

    public const int RefusedDefault = 50;

    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>The kinds of alerts that are looked for.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = AlertKinds.All;

    /// <summary>An alert begins when more pushes than these were refused within an hour.</summary>
    public int RefusedMax { get; init; } = RefusedDefault;

    /// <summary>The time of the day, in the store's zone, of the daily mail; null for none.</summary>
    public TimeOnly? DigestAt { get; init; }

    /// <summary>The store's day of the last daily mail.</summary>
    public DateOnly? DigestDay { get; init; }

    /// <exception cref="FormatException">It is no address.</exception>
    public static string Email(string text, string name) =>
        text.Trim() is { Length: > 2 and <= EmailMax } address && address.IndexOf('@') is > 0 and var at && at == address.LastIndexOf('@')
            && at < address.Length - 1 && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || ",;<>\"()".Contains(c))
            ? address
            : throw new FormatException($"{name} takes addresses such as ops@shop.example, not '{text}'.");

    /// <exception cref="FormatException">There is no such kind.</exception>
    public static string Kind(string word, string name) => AlertKinds.All.Contains(word) ? word
        : throw new FormatException($"{name} takes {string.Join(", ", AlertKinds.All)}, not '{word}'.");

    /// <exception cref="FormatException">It is no time of the day.</exception>
    public static TimeOnly Time(string text, string name) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
            : throw new FormatException($"{name} takes a time of the day such as 07:00, not '{text}'.");

    /// <exception cref="FormatException">It is out of bounds.</exception>
    public static int Refused(int? number, string name) => number is >= 0 and < RejectedPushes.RowsMax ? number.Value
        : throw new FormatException($"{name} takes a number from 0 to {RejectedPushes.RowsMax - 1}.");

    /// <summary>The setting, if its parts go together.</summary>
    /// <exception cref="FormatException">They do not.</exception>
    public AlertSetting Checked() => Emails.Count > EmailsMax ? throw new FormatException($"A store has up to {EmailsMax} addresses.")
        : DigestAt is not null && Emails.Count == 0 ? throw new FormatException("A digest goes by e-mail. Give an address, too.")
        : this;
}
