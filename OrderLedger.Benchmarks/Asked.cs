using System.CommandLine;

namespace OrderLedger.Benchmarks;

/// <summary>Options whose values have bounds: no loop here runs without an end.</summary>
internal static class Asked
{
    /// <summary>Longest run, in seconds.</summary>
    public const int SecondsMax = 600;

    public static Option<int> Number(string name, string description, int otherwise, int min, int max)
    {
        var option = new Option<int>(name) { Description = $"{description} From {min} to {max}.", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is var value && (value < min || value > max))
                given.AddError($"{name} takes a number from {min} to {max}.");
        });
        return option;
    }

    public static Option<int> Connections() => Number("--connections", "Callers, each with one push under way.", 64, 1, 512);

    public static Option<int> Seconds(int otherwise = 10) => Number("--seconds", "How long.", otherwise, 1, SecondsMax);

    public static Option<int> Orders() => Number("--orders", "Pushed at random among so many.", 2_000, 1, 1_000_000);
}
