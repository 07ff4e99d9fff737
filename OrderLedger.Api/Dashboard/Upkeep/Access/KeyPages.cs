using System.Text.RegularExpressions;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep.Access;

/// <summary>A key that was made just now, with the key itself: the only page that ever shows it.</summary>
public sealed record KeyMadeModel(StoredKey Made, string Key);

/// <summary>Makes keys and revokes them.</summary>
internal static partial class KeyPages
{
    public static void Map(IEndpointRouteBuilder settings)
    {
        // Where somebody comes back to the page that showed a key.
        settings.MapGet("/keys", (Visit visit) => Results.LocalRedirect(visit.Url("/settings")));
        settings.MapPost("/keys", Make);
        settings.MapPost("/keys/{id}/revoke", Revoke);
    }

    private static async Task<IResult> Make(Visit visit, KeyTable keys, SecretBox secrets, Keyring keyring, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var (id, name, scopes, days) =
            (form["id"].ToString(), form["name"].ToString().Trim(), form["scope"].OfType<string>().Distinct().ToList(), form["days"]
                .ToString().Trim());
        var ends = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var fault = !Id().IsMatch(id) ? "This form is out of date. Here is a new one."
            : !Keys.IsName(name) ? $"No key was made: a name has 1 to {Keys.NameMax} characters."
            : !Keys.AreScopes(scopes) ? "No key was made: choose what it may do."
            : days.Length > 0 && ends is < 1 or > Keys.DaysMax ? $"No key was made: it ends after 1 to {Keys.DaysMax} days, or never."
            : null;
        if (fault is not null)
            return new Notice(fault, IsFault: true).Then(visit.Http, visit.Url("/settings"));

        var key = Keys.Generate(Dialects.Of(visit.Store.Dialect), form["test"] == "yes");
        var made = Keys.ToStore(key, visit.Store, name, scopes, secrets) with
        {
            Id = id,
            ExpiresAt = ends > 0
            ? visit.Now.AddDays(ends)
            : null
        };
        if (!await keys.Add(made, visit.By, stop))
            return new Notice("This key was made before, and is not shown a second time. Lost it? Revoke it and make another.",
                IsFault: true)
                .Then(visit.Http, visit.Url("/settings"));
        await keyring.Read(stop);
        return Page.Of<KeyMadeView>(visit, new KeyMadeModel(made, key));
    }

    private static async Task<IResult> Revoke(string id, Visit visit, KeyTable keys, Keyring keyring, CancellationToken stop)
    {
        if ((await keys.All(stop)).Find(k => k.Id == id && k.Store == visit.Store.Name) is not { } key)
            return Page.Error(visit, 404, "There is no such key of this store.");
        var form = await visit.Http.Request.ReadFormAsync(stop);
        if (Visitor.KeysOf(visit.Http.User).Contains(id) && form["own"] != "yes")
            return new Notice("Nothing was revoked: you are signed in with this key, and revoking it signs you out. Tick that you know it.",
                IsFault: true)
                .Then(visit.Http, visit.Url("/settings"));
        var isRevoked = await keys.Revoke(id, visit.By, stop);
        await keyring.Read(stop);
        var notice = isRevoked
            ? new Notice($"The key {key.Name} ({id}) is revoked: it opens nothing any more.")
            : new Notice($"The key {key.Name} was revoked before.", IsFault: true);
        return notice.Then(visit.Http, visit.Url("/settings"));
    }

    [GeneratedRegex("^key_[0-9a-f]{12}$")]
    private static partial Regex Id();
}
