using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

/// <summary>The words on the pages are a shop's. What machines sent and said, which stands as code, is shown as it is.</summary>
public partial class PlainWords(PagesToSee app) : BrowserTests(app), IClassFixture<PagesToSee>
{
    [BrowserFact]
    public async Task No_page_speaks_of_the_insides_of_the_server()
    {
        using var refused = await App.Patch("9601", """{"order_status":"completed"}""");
        var id = (await App.Get("/api/rejected-pushes"))["rejected_pushes"]![0]!["id"];
        Expected.Add("404");
        Expected.Add("400");
        await SignIn();
        var found = new List<string>();
        string[] more = [$"/refused/{id}", "/refused?state=dismissed", "/activity?kind=actions", "/orders?range=odd", "/orders/new?x=1"];
        foreach (var path in EveryPage.Pages.Select(p => "/dashboard/default" + p.Path)
            .Concat(more.Select(p => "/dashboard/default" + p)).Append("/sign-in"))
        {
            await Page.GotoAsync(path);
            found.AddRange((await Page.EvaluateAsync<string[]>(Texts)).Where(t => Inside().IsMatch(t)).Select(t => $"{path}: {t}"));
        }
        found.ShouldBeEmpty();
    }

    private const string Texts = """
        () => {
          const said = [document.title];
          for (const element of document.querySelectorAll("body *")) {
            if (element.closest("script, style, pre, code")) continue;
            for (const name of ["title", "aria-label", "alt", "placeholder"]) said.push(element.getAttribute(name) ?? "");
            said.push([...element.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()).join(" "));
          }
          return said;
        }
        """;

    [GeneratedRegex(@"\b(push(es|ed|ing)?|projections?|fold(s|ed)?|phases?|dialects?|ndjson|9 of 10)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
