using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep.Access;

/// <summary>
/// The page of the store and its keys. <c>Own</c> are the ids of the keys that this browser is signed in with.
/// </summary>
public sealed record AccessModel(StoredStore Stored, bool HasOrders, int ServerRate)
{
    public IReadOnlyList<StoredKey> Keys { get; init; } = [];

    public IReadOnlySet<string> Own { get; init; } = new HashSet<string>();

    /// <summary>The id that the key made by this page's form will have: a form that is sent twice makes one key.</summary>
    public string NewId { get; } = OrderLedger.Api.Access.Keys.NewId();
}

/// <summary>The store: its facts, what may be changed of it, and its keys.</summary>
internal static class AccessPage
{
    public static void Map(IEndpointRouteBuilder settings)
    {
        settings.MapGet("", Show);
        settings.MapPost("", Change);
        KeyPages.Map(settings);
    }

    private static async Task<IResult> Show(Visit visit, StoreTable stores, KeyTable keys, Settings settings, CancellationToken stop)
    {
        var stored = (await stores.All(stop)).Single(s => s.Store.Name == visit.Store.Name);
        return Page.Of<AccessView>(visit, new AccessModel(stored, await stores.HasOrders(visit.Store.Name, stop), settings.RatePerMinute)
        {
            Keys = [.. (await keys.All(stop)).Where(k => k.Store == visit.Store.Name)],
            Own = Visitor.KeysOf(visit.Http.User).ToHashSet(),
        });
    }

    private static async Task<IResult> Change(Visit visit, StoreTable stores, SecretBox secrets, Keyring keyring, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var known = (await stores.All(stop)).Single(s => s.Store.Name == visit.Store.Name);
        Notice notice;
        try
        {
            var changed = StoreForm.Read(form, known, await stores.HasOrders(visit.Store.Name, stop), secrets);
            notice = await stores.Set(changed, visit.By, stop)
                ? new("The store was changed. All servers follow within seconds.")
                : new("Nothing was changed: all was so already.");
            await keyring.Read(stop);
        }
        catch (FormatException wrong)
        {
            notice = new($"Nothing was changed. {wrong.Message}", IsFault: true);
        }
        return notice.Then(visit.Http, visit.Url("/settings"));
    }
}
