namespace OrderLedger.Api.Webhooks;

/// <summary>Settings of what is sent to others, from <c>OrderLedger__Webhooks__*</c>.</summary>
/// <param name="AllowPrivateAddresses">Whether http, and addresses that are not public, may be told, too.</param>
/// <param name="OffAfter">How long a subscription may fail until it is switched off.</param>
/// <param name="Retries">When a failed delivery is attempted again.</param>
public sealed record WebhookSettings(bool AllowPrivateAddresses, TimeSpan OffAfter, RetrySchedule Retries)
{
    /// <summary>The settings of a server where nothing is set.</summary>
    public static readonly WebhookSettings Default = new(false, TimeSpan.FromHours(72), RetrySchedule.Parse(RetrySchedule.DefaultSeconds));

    /// <exception cref="FormatException">A setting cannot be read; the message names it.</exception>
    public static WebhookSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("OrderLedger:Webhooks");
        return new(
            section["AllowPrivateAddresses"] switch
            {
                null or "" => Default.AllowPrivateAddresses,
                var text => bool.TryParse(text, out var allowed) ? allowed
                    : throw new FormatException("OrderLedger__Webhooks__AllowPrivateAddresses takes true or false."),
            },
            section["OffAfterHours"] switch
            {
                null or "" => Default.OffAfter,
                var text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours > 0
                    ? TimeSpan.FromHours(hours) : throw new FormatException("OrderLedger__Webhooks__OffAfterHours takes a number of hours."),
            },
            section["RetrySeconds"] is { Length: > 0 } pauses ? RetrySchedule.Parse(pauses) : Default.Retries);
    }
}
