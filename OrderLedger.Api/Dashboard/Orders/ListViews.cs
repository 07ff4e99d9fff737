using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>Saves and deletes views of the list.</summary>
internal static class ListViews
{
    /// <summary>Why a list that is searched cannot be saved.</summary>
    public const string NoSearch = "A view keeps filters, not a search: its words may name a customer.";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/orders/views", Save).WithMetadata(new Needs(Role.Operator));
        pages.MapPost("/orders/views/delete", Delete).WithMetadata(new Needs(Role.Operator));
    }

    /// <summary>The list a form came from, which it names by its query string; anything else leads to the whole list.</summary>
    public static string Back(Visit visit, string? query)
    {
        var (address, ask, _) = Asked(visit, query);
        return ask is null ? visit.Url("/orders") : address.Url(visit);
    }

    /// <summary>The same list, to be read.</summary>
    public static ListAddress.Asked Asked(Visit visit, string? query) => ListAddress.Read(new Query(AskedBy(query)), visit.Store);

    private static async Task<IResult> Save(Visit visit, SavedViews views, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var (name, query) = (form["name"].ToString().Trim(), form["query"].ToString());
        var (address, ask, fault) = Asked(visit, query);
        fault ??= address.One("search") is not null ? NoSearch
            : name.Length is 0 or > SavedViews.NameMax ? $"A view needs a name of up to {SavedViews.NameMax} characters."
            : name.Any(char.IsControl) ? "The name of a view takes no control characters."
            : address.Query.Length > SavedViews.QueryMax
                ? $"This filter is too long to be saved: more than {SavedViews.QueryMax} characters."
            : null;
        if (ask is null || fault is not null)
            return new Notice(fault!, IsFault: true).Then(visit.Http, Back(visit, query));
        var saved = await views.Save(visit.Store.Name, new(name, address.Query, visit.By.Actor), stop);
        return (saved switch
        {
            ViewSaved.Made => new Notice($"View \"{name}\" saved for everybody of this store."),
            ViewSaved.Replaced => new Notice($"View \"{name}\" replaced."),
            _ => new Notice($"This store has {SavedViews.CountMax} views. Delete one first.", IsFault: true),
        }).Then(visit.Http, address.Url(visit));
    }

    private static async Task<IResult> Delete(Visit visit, SavedViews views, CancellationToken stop)
    {
        var name = (await visit.Http.Request.ReadFormAsync(stop))["name"].ToString();
        var isGone = await views.Delete(visit.Store.Name, name, stop);
        return new Notice(isGone ? $"View \"{name}\" deleted." : "This view was deleted before.").Then(visit.Http, visit.Url("/orders"));
    }

    // Read as if it had been asked for, so that what is kept is what the list takes.
    private static HttpRequest AskedBy(string? query) =>
        new DefaultHttpContext { Request = { QueryString = new("?" + (query ?? "").TrimStart('?')) } }.Request;
}
