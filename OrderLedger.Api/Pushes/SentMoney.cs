namespace OrderLedger.Api.Pushes;

/// <summary>The amounts of a reported order in their currency; null where nothing was said.</summary>
internal readonly record struct SentMoney(string? Currency, decimal? Total, decimal? Refunded)
{
    /// <summary>Amounts of a currency that cannot be read are left out with it: counted in another one they would be wrong.</summary>
    public static SentMoney Of(OptionalMembers order, FieldFaults faults, decimal? total, decimal? refunded)
    {
        var known = faults.Count;
        var currency = order.Currency();
        if (faults.Count == known)
            return new(currency, total, refunded);
        if (total is not null || refunded is not null)
            order.Fault("total", "Amounts need a currency that is known.");
        return default;
    }
}
