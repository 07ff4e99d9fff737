namespace OrderLedger.Api.Dashboard;

/// <summary>Leads from the addresses that pages had before to those they have now: bookmarks, links in mails.</summary>
internal static class OldAddresses
{
    private static readonly (string Old, string New)[] Moved =
    [
        ("/rejected", "/refused"), ("/audit", "/activity"), ("/audit.csv", "/activity.csv"), ("/access", "/settings"),
        ("/webhooks", "/settings/webhooks"), ("/projections", "/settings/data"), ("/checkpoints", "/settings/proof"),
    ];

    public static void Map(IEndpointRouteBuilder pages)
    {
        foreach (var (old, now) in Moved)
            pages.MapGet(old + "/{**rest}", (string store, string? rest, HttpRequest request) => Results.LocalRedirect(
                $"/dashboard/{Uri.EscapeDataString(store)}{now}{(rest is null ? "" : "/" + rest)}{request.QueryString}",
                permanent: true, preserveMethod: true));
    }
}
