using System.Net;
using System.Text.RegularExpressions;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Dashboard;

/// <summary>Somebody who is signed in and reads pages without a browser.</summary>
internal sealed partial class Clerk : IDisposable
{
    private readonly HttpClient client;

    private Clerk(LedgerApp app) => client = new(new SocketsHttpHandler { UseCookies = true, AllowAutoRedirect = true }) { BaseAddress = app.Client.BaseAddress };

    public static async Task<Clerk> SignIn(LedgerApp app, string key = LedgerApp.Key)
    {
        var clerk = new Clerk(app);
        var (page, _) = await clerk.Post("/sign-in", "/sign-in", ("to", ""), ("key", key));
        page.ShouldBe(HttpStatusCode.OK);
        return clerk;
    }

    public Task<HttpResponseMessage> Get(string path) => client.GetAsync(path);

    /// <summary>The page, which must be there.</summary>
    public async Task<string> Page(string path)
    {
        using var response = await Get(path);
        var page = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        return WebUtility.HtmlDecode(page);
    }

    /// <summary>Sends a form with the token of the page it stands on; what comes of it, redirects followed.</summary>
    public async Task<(HttpStatusCode Status, string Page)> Post(string from, string to, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(from)).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Prepend(("_token", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var response = await client.PostAsync(to, content);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
