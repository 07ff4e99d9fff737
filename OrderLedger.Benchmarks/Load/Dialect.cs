namespace OrderLedger.Benchmarks.Load;

/// <summary>Writes one push into the buffer of a connection and returns its length in bytes.</summary>
internal delegate int PushWriter(Span<byte> request, Account account, string id, string status);

/// <summary>
/// One vendor's way of pushing: how a push is written, which statuses an order walks through, and what an order looks like
/// when it is registered.
/// </summary>
internal sealed record Dialect(string Name, IReadOnlyList<string> Statuses, PushWriter Write)
{
    private readonly string text = Text(Name);

    /// <summary>Where the store's orders come in.</summary>
    public string Intake { get; init; } = "/api/orders";

    /// <summary>The vendor's kind of id, made from a number.</summary>
    public Func<long, string> IdOf { get; init; } = number => $"{number}";

    /// <summary>An order with what a vendor sends along: 1 to 3 KB of customer, addresses, two items, notes.</summary>
    public string Order(long number, DateTimeOffset created) => text
        .Replace("$ID", IdOf(number), StringComparison.Ordinal)
        .Replace("$NUMBER", $"{number}", StringComparison.Ordinal)
        .Replace("$CREATED", $"{created:yyyy-MM-ddTHH:mm:ss}", StringComparison.Ordinal);

    private static string Text(string name)
    {
        var type = typeof(Dialect);
        using var text = new StreamReader(type.Assembly.GetManifestResourceStream($"{type.Namespace}.Orders.{name}.json")!);
        return text.ReadToEnd();
    }
}

/// <summary>Who pushes. Only Awal asks for a client id and a domain, only Genuka for a company.</summary>
internal sealed record Account(string Key, string ClientId = "", string Domain = "", string Company = "")
{
    /// <summary>The key as signatures are made with it.</summary>
    public byte[] Secret { get; } = System.Text.Encoding.UTF8.GetBytes(Key);
}
