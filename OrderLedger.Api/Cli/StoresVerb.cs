using System.CommandLine;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Cli;

/// <summary>stores add | set | list | remove.</summary>
internal static class StoresVerb
{
    private static readonly Argument<string> Name =
        new("name") { Description = "The store's name: lower-case letters, digits and dashes." };
    private static readonly Option<string?> Dialect =
        new("--dialect") { Description = $"One of: {string.Join(", ", Vocabularies.Names)}." };
    private static readonly Option<string?> PolicyWord =
        new("--policy") { Description = "permissive accepts unusual moves and marks them; strict refuses them." };
    private static readonly Option<string?> Currency =
        new("--currency") { Description = "ISO 4217 code for orders that name none (default USD)." };
    private static readonly Option<string?> Zone =
        new("--time-zone") { Description = "IANA name of the zone in which the store's days begin and end (default UTC)." };
    private static readonly Option<string?> Secret =
        new("--webhook-secret") { Description = "The secret WooCommerce signs its deliveries with; kept encrypted." };
    private static readonly Option<string?> ShopUrl = new("--woocommerce-url")
    {
        Description = "The shop's address, so that the ledger can ask the shop for orders. Consumer key and secret are read from stdin, two lines, or from "
            + $"{ShopProof.KeyVariable} and {ShopProof.SecretVariable}; kept encrypted. \"none\" forgets the shop.",
    };
    private static readonly Option<string?> Company =
        new("--company") { Description = "The company id that a Genuka client names in X-Company (default: the store's name)." };
    private static readonly Option<string?> Domain =
        new("--domain") { Description = "The workspace that an Awal client names in X-Domain (default: the store's name)." };
    private static readonly Option<int?> Rate =
        new("--rate-limit") { Description = "Most requests of one key in a minute; 0 for no limit (default: the server's setting)." };
    private static readonly Option<string[]> Phase =
        new("--phase") { Description = "The phase of a status, e.g. --phase packed=in_progress. May be repeated." };
    private static readonly Option<string[]> Limit =
        new("--limit") { Description = "Hours until an order in a status is overdue, e.g. --limit pending=24. May be repeated." };

    public static Command Make()
    {
        var add = new Command("add", "Makes a store.")
        {
            Name, Dialect, PolicyWord, Currency, Zone, Secret, Company, Domain, Rate, Phase, Limit,
        };
        add.SetAction((call, stop) => Session.Run(session => Add(call, session, stop), stop));
        var set = new Command("set", "Changes a store. Settings that are not named stay as they are.")
        {
            Name, Dialect, PolicyWord, Currency, Zone, Secret, ShopUrl, Company, Domain, Rate, Phase, Limit,
        };
        set.SetAction((call, stop) => Session.Run(session => Set(call, session, stop), stop));
        var list = new Command("list", "Lists the stores.");
        list.SetAction((_, stop) => Session.Run(session => List(session, stop), stop));
        return new Command("stores", "Makes, changes, lists and removes stores.") { add, set, list, RemoveStore.Make() };
    }

    private static async Task<int> Add(ParseResult call, Session session, CancellationToken stop)
    {
        var name = call.GetRequiredValue(Name);
        if (name.Length > Store.NameMax || name.Length == 0
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new UsageException($"A store's name has 1 to {Store.NameMax} lower-case letters, digits and dashes, not '{name}'.");
        var dialect = call.GetValue(Dialect)
            ?? throw new UsageException($"--dialect is needed, one of: {string.Join(", ", Vocabularies.Names)}.");
        var plain = new StoredStore(new(name, dialect, Vocabularies.Of(Known(dialect)).DefaultPolicy, "USD", TimeZoneInfo.Utc), null);
        if (!await session.Get<StoreTable>().Add(With(plain, call, session), Operator.Here, stop))
            throw new UsageException((await session.AnyStoreNamed(name, stop)).RemovedAt is null
                ? $"There is a store '{name}' already. Use: stores set {name}"
                : $"There was a store '{name}', and its events stay. Choose another name.");
        Console.WriteLine($"Store '{name}' was made. Next: {(call.GetValue(Secret) is null
            ? $"keys add --store {name} --name WHO --scope push,read"
            : $"let the shop's webhooks go to /api/webhooks/woocommerce/{name} (docs/connect-woocommerce.md)")}");
        return 0;
    }

    private static async Task<int> Set(ParseResult call, Session session, CancellationToken stop)
    {
        var (name, table) = (call.GetRequiredValue(Name), session.Get<StoreTable>());
        var known = await session.StoreNamed(name, stop);
        if ((call.GetValue(Zone) ?? call.GetValue(Currency) ?? call.GetValue(Dialect)) is not null && await table.HasOrders(name, stop))
            throw new UsageException("The store has orders, so its currency, its time zone and its dialect cannot change. "
                + "Make another store: stores add NAME --dialect DIALECT");
        await table.Set(With(known, call, session), Operator.Here, stop);
        if (call.GetValue(ShopUrl) is { } url)
            await SetShop(known.Store, url, session, stop);
        Console.WriteLine($"Store '{name}' was changed. A running server follows within seconds.");
        return 0;
    }

    private static async Task SetShop(Store store, string url, Session session, CancellationToken stop)
    {
        var shops = session.Get<ShopTable>();
        if (url == "none")
        {
            await shops.Forget(store.Name, Operator.Here, stop);
            return;
        }
        var address = ShopProof.Address(url);
        var proof = await ShopProof.Read(stop);
        await shops.Set(store.Name, address, session.Get<SecretBox>().Encrypt(proof, store.Name), Operator.Here, stop);
        Console.WriteLine($"The shop at {address} is known. To import all its orders: import woocommerce --store {store.Name}");
    }

    private static async Task<int> List(Session session, CancellationToken stop)
    {
        Console.WriteLine("name  dialect  policy  currency  time zone  secrets");
        foreach (var stored in await session.Get<StoreTable>().All(stop))
        {
            var store = stored.Store;
            Console.WriteLine($"{store.Name}  {store.Dialect}  {store.Policy.Word()}  {store.Currency}  {store.TimeZone.Id}"
                + (stored.RemovedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"  removed {at:yyyy-MM-dd}")
                    : $"  webhook secret {(stored.WebhookSecret is null ? "not set" : "set")}{Own(store)}"));
        }
        return 0;
    }

    private static string Own(Store store) => Dialects.Of(store.Dialect) switch
    {
        { NamesCompany: true } => $"  company {store.Company}",
        { IsSigned: true } => $"  domain {store.Domain}",
        _ => "",
    } + (store.RatePerMinute is { } rate ? $"  {rate} requests a minute" : "");

    private static StoredStore With(StoredStore known, ParseResult call, Session session)
    {
        try
        {
            return new(Changed(known.Store, call),
                call.GetValue(Secret) is { } plain ? session.Get<SecretBox>().Encrypt(plain, known.Store.Name) : known.WebhookSecret);
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static string Known(string dialect) => Vocabularies.Names.Contains(dialect) ? dialect
        : throw new UsageException($"There is no dialect '{dialect}'. Known: {string.Join(", ", Vocabularies.Names)}.");

    private static Store Changed(Store store, ParseResult call) => new(store.Name,
        call.GetValue(Dialect) is { } dialect ? Known(dialect) : store.Dialect,
        call.GetValue(PolicyWord) is { } word ? StoreWords.Policy(word, "--policy") : store.Policy,
        call.GetValue(Currency) is { } code ? StoreWords.Currency(code, "--currency") : store.Currency,
        call.GetValue(Zone) is { } zone ? StoreWords.TimeZone(zone) : store.TimeZone)
    {
        Company = call.GetValue(Company) is { } company ? StoreWords.Named(company, "--company") : store.Company,
        Domain = call.GetValue(Domain) is { } domain ? StoreWords.Named(domain, "--domain") : store.Domain,
        RatePerMinute = call.GetValue(Rate) is { } rate ? StoreWords.Rate(rate, "--rate-limit") : store.RatePerMinute,
        Phases = Pairs(call.GetValue(Phase), store.Phases, phase => StoreWords.Phase(phase, "--phase takes STATUS=PHASE; a phase")),
        LimitHours = Pairs(call.GetValue(Limit), store.LimitHours, hours =>
            StoreWords.Hours(hours, "--limit takes STATUS=HOURS, e.g. pending=24; it")),
    };

    private static Dictionary<string, T> Pairs<T>(string[]? given, IReadOnlyDictionary<string, T> known, Func<string, T> parse)
    {
        var all = new Dictionary<string, T>(known);
        foreach (var pair in given ?? [])
            all[pair.Split('=', 2)[0].Trim().ToLowerInvariant()] = parse(pair.Split('=', 2) is [_, var value] ? value.Trim() : "");
        return all;
    }
}
