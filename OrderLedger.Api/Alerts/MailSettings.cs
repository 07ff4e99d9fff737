using MimeKit;

namespace OrderLedger.Api.Alerts;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum MailTls
{
    /// <summary>The connection begins in the clear and must be encrypted before anything else (RFC 3207).</summary>
    StartTls,

    /// <summary>It is encrypted from the first byte (RFC 8314).</summary>
    Implicit,

    None,
}

/// <summary>The mail server, from <c>OrderLedger__Mail__*</c>.</summary>
/// <param name="Host">Its name; null where no mail is sent.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">How the connection is encrypted.</param>
/// <param name="From">The address that mails come from.</param>
public sealed record MailSettings(string? Host, int Port, MailTls Tls, string From)
{
    private const int SubmissionPort = 587;
    private const int TlsPort = 465;
    private const double RetryMax = 3_600;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The pause after the first failed attempt. It doubles with each, up to an hour.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Why no mail can be sent, as a sentence; null when it can.</summary>
    public string? Problem => Host is null ? "This server sends no mail: OrderLedger__Mail__Host is not set." : null;

    /// <exception cref="FormatException">A setting cannot be read; the message names it.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("OrderLedger:Mail");
        var tls = section["Tls"]?.ToLowerInvariant() switch
        {
            null or "" or "starttls" => MailTls.StartTls,
            "tls" => MailTls.Implicit,
            "none" => MailTls.None,
            _ => throw new FormatException("OrderLedger__Mail__Tls takes starttls, tls or none."),
        };
        var (host, from) = (Given(section["Host"]), Given(section["From"]));
        if (host is not null && (from is null || !MailboxAddress.TryParse(from, out _)))
            throw new FormatException("OrderLedger__Mail__From takes the address that mails come from, e.g. orders@shop.example.");
        return new(host, PortIn(section["Port"], tls), tls, from ?? "")
        {
            User = Given(section["User"]),
            Password = Given(section["Password"]),
            Retry = TimeSpan.FromSeconds(Retries(section["RetrySeconds"])),
        };
    }

    /// <summary>The pause after so many failed attempts, from 1.</summary>
    public TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(Retry.TotalSeconds * Math.Pow(2, attempts - 1), RetryMax));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static int PortIn(string? text, MailTls tls) => text is not { Length: > 0 } ? tls == MailTls.Implicit ? TlsPort : SubmissionPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port
        : throw new FormatException("OrderLedger__Mail__Port takes a port from 1 to 65535.");

    private static double Retries(string? text) => text is not { Length: > 0 } ? TimeSpan.FromMinutes(1).TotalSeconds
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pause) && pause is > 0 and <= RetryMax
            ? pause
            : throw new FormatException($"OrderLedger__Mail__RetrySeconds takes a pause in seconds, up to {RetryMax:0}.");
}
