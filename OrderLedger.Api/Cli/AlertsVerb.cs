using System.CommandLine;
using OrderLedger.Api.Alerts;
using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Cli;

/// <summary>alerts show | set | test: who is told of what is wrong in a store.</summary>
internal static class AlertsVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The store.", Required = true };
    private static readonly Option<string[]> Email =
        new("--email") { Description = "An address that is told. May be repeated; the addresses given take the place of those before. \"none\" takes all away." };
    private static readonly Option<string[]> Kind =
        new("--kind") { Description = $"A kind of alert: {string.Join(", ", AlertKinds.All)}. May be repeated (default: all)." };
    private static readonly Option<int?> Refused =
        new("--refused") { Description = $"An alert begins when more pushes were refused within an hour (default: {AlertSetting.RefusedDefault})." };
    private static readonly Option<string?> Digest =
        new("--digest") { Description = "Time of the day, in the store's zone, of a daily mail, e.g. 07:00. \"off\" ends it (default: off)." };

    private static readonly JsonSerializerOptions Indented = new(Wire.Options) { WriteIndented = true };

    public static Command Make()
    {
        var show = new Command("show", "Shows who is told of what, and what came of the newest mails.") { StoreName };
        show.SetAction((call, stop) => Run(call, Show, stop));
        var set = new Command("set", "Sets who is told of what. Settings that are not named stay as they are.")
        {
            StoreName, Email, Kind, Refused, Digest,
        };
        set.SetAction((call, stop) => Run(call, (at, inTime) => Set(call, at, inTime), stop));
        var test = new Command("test", "Sends a mail to each address now and says what the mail server answered.") { StoreName };
        test.SetAction((call, stop) => Run(call, Test, stop));
        return new Command("alerts", "Shows, sets and tries who is told when something is wrong in a store.") { show, set, test };
    }

    private sealed record At(AlertDesk Desk, Store Store);

    private static Task<int> Run(ParseResult call, Func<At, CancellationToken, Task<int>> verb, CancellationToken stop) => Session.Run(
        async session =>
        {
            var known = await session.StoreNamed(call.GetRequiredValue(StoreName), stop);
            var mail = MailSettings.Read(Session.Configuration());
            var desk = ActivatorUtilities.CreateInstance<AlertDesk>(session.Services, mail, new MailPost(mail));
            return await verb(new(desk, known.Store), stop);
        }, stop);

    private static async Task<int> Show(At at, CancellationToken stop)
    {
        Console.WriteLine(JsonSerializer.Serialize(await at.Desk.Shown(at.Store.Name, stop), Indented));
        return 0;
    }

    private static async Task<int> Set(ParseResult call, At at, CancellationToken stop)
    {
        var known = await at.Desk.Of(at.Store.Name, stop);
        try
        {
            await at.Desk.Set(Changed(known, call).Checked(), at.Store, Operator.Here, stop);
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
        Console.WriteLine($"Alerts of store '{at.Store.Name}' were changed. A running server follows within a minute.");
        if (at.Desk.MailProblem is { } problem)
            await Console.Error.WriteLineAsync($"{problem} The server needs it, too (docs/alerts.md).");
        return 0;
    }

    private static async Task<int> Test(At at, CancellationToken stop)
    {
        if (at.Desk.MailProblem is { } problem)
            throw new UsageException(problem);
        var tried = await at.Desk.Test(at.Store.Name, stop);
        if (tried.Count == 0)
            throw new UsageException($"Store '{at.Store.Name}' has no address. Use: alerts set --store {at.Store.Name} --email ops@shop.example");
        foreach (var (address, answer) in tried)
            Console.WriteLine($"{address}: {(answer.IsSent ? "sent" : "not sent")}. {answer.Text}");
        return tried.All(t => t.Answer.IsSent) ? 0 : 1;
    }

    private static AlertSetting Changed(AlertSetting known, ParseResult call) => known with
    {
        Emails = call.GetValue(Email) switch
        {
            null or [] => known.Emails,
            ["none"] => [],
            var given => [.. given.Select(text => AlertSetting.Email(text, "--email")).Distinct(StringComparer.OrdinalIgnoreCase)],
        },
        Kinds = call.GetValue(Kind) is { Length: > 0 } kinds
            ? [.. kinds.Select(word => AlertSetting.Kind(word, "--kind")).Distinct()]
            : known.Kinds,
        RefusedMax = call.GetValue(Refused) is { } refused ? AlertSetting.Refused(refused, "--refused") : known.RefusedMax,
        DigestAt = call.GetValue(Digest) switch { null => known.DigestAt, "off" => null, var text => AlertSetting.Time(text, "--digest") },
    };
}
