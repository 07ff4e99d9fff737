namespace OrderLedger.Faults.Machines;

/// <summary>Waiting, with a bound, for what must become so.</summary>
internal static class Condition
{
    public static Task Holds(Func<bool> condition, TimeSpan bound, Func<string> otherwise) =>
        Holds(() => Task.FromResult(condition()), bound, otherwise);

    public static Task Holds(Func<Task<bool>> condition, TimeSpan bound, Func<string> otherwise) => Patience.Until(
        async () => await condition() ? "so" : null, bound, () => new TimeoutException(otherwise()), CancellationToken.None);
}
