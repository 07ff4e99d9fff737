using System.CommandLine;
using System.Text.Json;

namespace OrderLedger.Benchmarks.Load;

/// <summary>load: pushes and reads against a server that runs on this machine.</summary>
internal static class LoadVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Option<string> Url = new("--url")
    {
        Description = "The server; only on this machine.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string> Spoken = new("--dialect")
    {
        Description = "What the key's store speaks. Orders of wizcommerce and genuka go round: their stores must be permissive.",
        DefaultValueFactory = _ => Dialects.Vici.Name,
    };

    private static readonly Option<string> Key = new("--key") { Description = "A key of scopes push and read.", Required = true };
    private static readonly Option<string?> ClientId = new("--client-id") { Description = "Awal: the client id printed with the key." };
    private static readonly Option<string?> Domain = new("--domain") { Description = "Awal: the store's workspace." };
    private static readonly Option<string?> Company = new("--company") { Description = "Genuka: the store's company id." };
    private static readonly Option<int> Connections = Asked.Connections();
    private static readonly Option<int> Seconds = Asked.Seconds();
    private static readonly Option<int> Count =
        Asked.Number("--count", "End after so many calls, if the seconds are not over before; 0 for no such end.", 0, 0, 100_000_000);
    private static readonly Option<int> ReadPercent = Asked.Number("--read", "So many calls of a hundred are reads.", 0, 0, 100);
    private static readonly Option<int> Orders = Asked.Orders();
    private static readonly Option<int> FirstId = Asked.Number("--first-id", "Id of the first order.", 1_000_000, 1, 2_000_000_000);
    private static readonly Option<bool> Hot = new("--hot") { Description = "All calls at one order." };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the figures there too." };

    public static Command Make()
    {
        Spoken.AcceptOnlyFromAmong([.. Dialects.All.Select(d => d.Name)]);
        var verb = new Command("load", "Puts a server on this machine under load. It must run with OrderLedger__RatePerMinute=0.")
        {
            Url, Spoken, Key, ClientId, Domain, Company, Connections, Seconds, Count, ReadPercent, Orders, FirstId, Hot, Json,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        Figures figures;
        try
        {
            var target = Target.At(call.GetRequiredValue(Url), Dialects.Named(call.GetRequiredValue(Spoken)), AccountIn(call));
            var walk = new Walk(call.GetValue(FirstId), call.GetValue(Hot) ? 1 : call.GetValue(Orders), target.Dialect.Statuses);
            var load = new HttpLoad(target, walk);
            await load.Register(stop);
            var callsMax = call.GetValue(Count) is > 0 and var count ? count : long.MaxValue;
            var bounds = new Bounds(call.GetValue(Connections), call.GetValue(Seconds), callsMax);
            figures = await load.Run("load", bounds, call.GetValue(ReadPercent), stop);
        }
        catch (Exception clear) when (clear is ArgumentException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 2;
        }
        Console.WriteLine(figures.Table());
        if (call.GetValue(Json) is { } file)
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(figures, Indented), stop);
        return figures.Errors.Count == 0 ? 0 : 1;
    }

    private static Account AccountIn(ParseResult call)
    {
        var account = new Account(call.GetRequiredValue(Key),
            call.GetValue(ClientId) ?? "", call.GetValue(Domain) ?? "", call.GetValue(Company) ?? "");
        return (call.GetRequiredValue(Spoken), account) switch
        {
            ("awal", { ClientId: "" } or { Domain: "" }) => throw new ArgumentException("--dialect awal needs --client-id and --domain."),
            ("genuka", { Company: "" }) => throw new ArgumentException("--dialect genuka needs --company."),
            _ => account,
        };
    }
}
