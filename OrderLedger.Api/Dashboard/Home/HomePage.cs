using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>What Home shows.</summary>
public sealed record HomeModel(IReadOnlyList<string> Lines);

/// <summary>Home: how the shop stands.</summary>
internal static class HomePage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("", Show);

    private static IResult Show(Visit visit) => Page.Of<HomeView>(visit, new HomeModel([]));
}
