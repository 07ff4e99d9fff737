using System.Buffers;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>One invented order and the pushes that follow it, in time order.</summary>
internal sealed record SeedOrder(string OrderId, RegisterOrder Registration, IReadOnlyList<Push> Pushes)
{
    /// <summary>No order that is invented after this one was made before.</summary>
    public DateTimeOffset NextNotBefore { get; init; }

    public IEnumerable<OrderRequest> Requests => Pushes.Prepend<OrderRequest>(Registration);
}

/// <summary>
/// Invents the orders of a shop over the last 90 days. The same seed and the same end of time invent the same orders.
/// </summary>
internal sealed class SeedShop(int seed, DateTimeOffset until)
{
    private const int Days = 90;
    private const int MinutesApartMax = 600;

    private static readonly string[] First =
    [
        "Amara", "Ben", "Carla", "Dmitri", "Elif", "Fatou", "Giorgio", "Hana",
        "Ines", "Juan", "Klara", "Liam", "Mei", "Noor", "Olga", "Pedro",
    ];
    private static readonly string[] Last =
    [
        "Álvarez", "Brown", "Chen", "Dubois", "Eriksen", "Fischer", "García", "Haddad",
        "Ivanova", "Jensen", "Kowalski", "López", "Müller", "Nguyen", "O'Neil", "Rossi",
    ];
    private static readonly (string Name, decimal Price)[] Goods =
    [
        ("Canvas tote", 18.50m), ("Ceramic mug", 14.00m), ("Linen shirt", 64.90m), ("Wool scarf", 39.00m),
        ("Desk lamp", 89.00m), ("Notebook, dotted", 12.75m), ("Travel bottle", 27.40m), ("Sneakers", 119.00m),
    ];

    private static readonly (int Weight, string[] Path)[] Lives =
    [
        (70, ["processing", "completed"]),
        (9, ["on-hold", "processing", "completed"]),
        (6, ["cancelled"]),
        (5, ["processing", "completed", "refunded"]),
        (4, ["failed"]),
        (3, ["failed", "processing", "completed"]),
        (2, ["processing", "cancelled"]),
        (1, ["completed", "processing"]),
    ];

    private static readonly int LivesTotal = Lives.Sum(l => l.Weight);

    private readonly Random random = new(seed);

    public IEnumerable<SeedOrder> Orders(int count, long firstId)
    {
        for (var i = 0; i < count; i++)
        {
            var around = until.AddDays(-Days * (1 - ((double)i / count)));
            yield return Next((firstId + i).ToString(CultureInfo.InvariantCulture), around);
        }
    }

    private SeedOrder Next(string id, DateTimeOffset around)
    {
        var created = WholeSecond(around.AddMinutes(-random.Next(0, MinutesApartMax)));
        var lines = Enumerable.Range(0, random.Next(1, 5))
            .Select(_ => (Goods[random.Next(Goods.Length)], Quantity: random.Next(1, 4))).ToList();
        var total = lines.Sum(l => l.Item1.Price * l.Quantity) + 4.90m;
        var registration = new RegisterOrder(new StatusWord("pending", "pending"))
        {
            Number = id,
            Currency = random.Next(10) == 0 ? "EUR" : "USD",
            CreatedAt = created,
            Total = total,
            PaymentStatus = "unpaid",
            OccurredAt = created,
            Details = Details(lines),
        };
        return new(id, registration, [.. Pushes(Lived(), created)]) { NextNotBefore = WholeSecond(around.AddMinutes(-MinutesApartMax)) };
    }

    private IEnumerable<Push> Pushes(string[] path, DateTimeOffset created)
    {
        var at = created;
        foreach (var status in path)
        {
            at = WholeSecond(at.AddMinutes(status is "processing" or "failed" or "on-hold" ? random.Next(2, 90) : random.Next(600, 8_000)));
            if (at > until)
                yield break;
            yield return new Push(new StatusWord(status, status))
            {
                OccurredAt = at,
                PaymentStatus = status is "processing" or "completed" ? "paid" : null,
                Reason = status is "cancelled" ? "Customer asked" : null,
            };
        }
    }

    private string[] Lived()
    {
        var drawn = random.Next(LivesTotal);
        foreach (var (weight, path) in Lives)
            if ((drawn -= weight) < 0)
                return path;
        return [];
    }

    private Details Details(List<((string Name, decimal Price) Good, int Quantity)> lines)
    {
        var (first, last) = (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("customer");
            writer.WriteString("id", random.Next(1, 4_000).ToString(CultureInfo.InvariantCulture));
            writer.WriteString("name", $"{first} {last}");
            writer.WriteString("email", $"{first}.{last}@example.com".ToLowerInvariant());
            writer.WriteString("phone", $"+1555{random.Next(1_000_000, 9_999_999)}");
            writer.WriteEndObject();
            writer.WriteStartObject("billing");
            writer.WriteString("first_name", first);
            writer.WriteString("last_name", last);
            writer.WriteString("address_1", $"{random.Next(1, 400)} Main Street");
            writer.WriteString("city", "Springfield");
            writer.WriteString("country", "US");
            writer.WriteEndObject();
            Items(writer, lines);
            writer.WriteEndObject();
        }
        return new(JsonElement.Parse(json.WrittenSpan));
    }

    private static void Items(Utf8JsonWriter writer, List<((string Name, decimal Price) Good, int Quantity)> lines)
    {
        writer.WriteStartArray("items");
        foreach (var ((name, price), quantity) in lines)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNumber("quantity", quantity);
            writer.WriteString("price", price.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("total", (price * quantity).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
