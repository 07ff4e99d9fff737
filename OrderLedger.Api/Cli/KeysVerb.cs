using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>keys add | list | revoke.</summary>
internal static class KeysVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The store the key is for.", Required = true };
    private static readonly Option<string> Name =
        new("--name") { Description = "Who uses the key: the actor in the history.", Required = true };
    private static readonly Option<string> Scopes =
        new("--scope") { Description = "push, read and admin, separated by commas.", Required = true };
    private static readonly Option<int?> Days =
        new("--expires-days") { Description = "Days until the key ends by itself (default: never)." };
    private static readonly Option<bool> IsTest =
        new("--test")
        { Description = "For a Whatalo store: a key that begins with wk_test_ instead of wk_live_. Both have the same rights." };
    private static readonly Argument<string> Id = new("id") { Description = "The key's id, as 'keys list' shows it." };

    public static Command Make()
    {
        var add = new Command("add", "Makes a key and prints it once, on the last line of stdout.")
        {
            StoreName, Name, Scopes, Days, IsTest,
        };
        add.SetAction((call, stop) => Session.Run(session => Add(call, session, stop), stop));
        var list = new Command("list", "Lists the keys; the keys themselves cannot be shown again.");
        list.SetAction((_, stop) => Session.Run(session => List(session, stop), stop));
        var revoke = new Command("revoke", "Ends a key. A running server follows within two seconds.") { Id };
        revoke.SetAction((call, stop) => Session.Run(session => Revoke(call.GetRequiredValue(Id), session, stop), stop));
        return new Command("keys", "Makes, lists and revokes keys.") { add, list, revoke };
    }

    private static async Task<int> Add(ParseResult call, Session session, CancellationToken stop)
    {
        var (store, name) = (call.GetRequiredValue(StoreName), call.GetRequiredValue(Name).Trim());
        var scopes = call.GetRequiredValue(Scopes).Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (!Keys.AreScopes(scopes))
            throw new UsageException($"--scope takes {string.Join(", ", Scope.All)}, separated by commas.");
        if (!Keys.IsName(name))
            throw new UsageException($"--name takes 1 to {Keys.NameMax} characters.");
        if (call.GetValue(Days) is <= 0 or > Keys.DaysMax)
            throw new UsageException($"--expires-days takes a number from 1 to {Keys.DaysMax}.");
        var known = await session.StoreNamed(store, stop);

        if (call.GetValue(IsTest) && Dialects.Of(known.Store.Dialect).TestKeyPrefix is null)
            throw new UsageException($"--test is only for stores whose vendor has test keys. The dialect of '{store}' is {known.Store.Dialect}.");
        var key = Keys.Generate(Dialects.Of(known.Store.Dialect), call.GetValue(IsTest));
        var stored = Keys.ToStore(key, known.Store, name, scopes, session.Get<SecretBox>());
        stored = stored with { ExpiresAt = call.GetValue(Days) is { } days ? DateTimeOffset.UtcNow.AddDays(days) : null };
        await session.Get<KeyTable>().Add(stored, Operator.Here, stop);
        Console.WriteLine($"Key {stored.Id} of store '{store}' for {name}: {string.Join(", ", scopes)}. It is shown only now:");
        if (stored.ClientId is { } clientId)
            Console.WriteLine($"client-id: {clientId}");
        Console.WriteLine(key);
        return 0;
    }

    private static async Task<int> List(Session session, CancellationToken stop)
    {
        Console.WriteLine("id  store  name  scopes  made  used  state");
        foreach (var key in await session.Get<KeyTable>().All(stop))
            Console.WriteLine($"{key.Id}  {key.Store}  {key.Name}  {string.Join(",", key.Scopes)}  made {Day(key.CreatedAt)}"
                + $"  used {Day(key.LastUsedAt)}  {(key.RevokedAt is not null ? "revoked " + Day(key.RevokedAt) : key.ExpiresAt is not null ? "until " + Day(key.ExpiresAt) : "valid")}{(key.ClientId is { } client ? "  client-id " + client : "")}");
        return 0;
    }

    private static async Task<int> Revoke(string id, Session session, CancellationToken stop)
    {
        if (!await session.Get<KeyTable>().Revoke(id, Operator.Here, stop))
            throw new UsageException($"There is no key '{id}' that could be revoked. Use: keys list");
        Console.WriteLine($"Key {id} is revoked.");
        return 0;
    }

    private static string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
}
