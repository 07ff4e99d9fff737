using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Dashboard;

/// <summary>
/// Somebody at the dashboard without a browser: keeps cookies, follows nothing by itself, sends the forms of the page looked at last.
/// </summary>
internal sealed partial class Clerk : IDisposable
{
    private readonly HttpClient client;
    private string token = "";

    public Clerk(LedgerApp app)
        : this(app.Client.BaseAddress!)
    {
    }

    private Clerk(Uri server) => client = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false })
    {
        BaseAddress = server,
    };

    public CookieContainer Cookies { get; } = new();

    public static async Task<Clerk> SignedIn(LedgerApp app, string key = LedgerApp.Key)
    {
        var clerk = new Clerk(app);
        (await clerk.SignIn(key)).ShouldBe(HttpStatusCode.Found);
        return clerk;
    }

    public static async Task<Clerk> SignedIn(Uri server)
    {
        var clerk = new Clerk(server);
        (await clerk.SignIn(LedgerApp.Key)).ShouldBe(HttpStatusCode.Found);
        return clerk;
    }

    public async Task<HttpStatusCode> SignIn(string key, string to = "")
    {
        await Page("/sign-in");
        using var answer = await Post("/sign-in", ("key", key), ("to", to));
        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> Get(string path) => client.GetAsync(path);

    /// <summary>Begins to hear what a path tells; with what it was told last, as a browser says that comes back.</summary>
    public async Task<HttpResponseMessage> Listen(string path, string? lastEventId, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    /// <summary>The page's text; it must be there, or where it leads to.</summary>
    public async Task<string> Page(string path)
    {
        using var first = await Get(path);
        using var second = first.StatusCode == HttpStatusCode.Found ? await Get(first.Headers.Location!.ToString()) : null;
        var answer = second ?? first;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync();
        if (Token().Match(page) is { Success: true } found)
            token = WebUtility.HtmlDecode(found.Groups[1].Value);
        return WebUtility.HtmlDecode(page);
    }

    /// <summary>Sends a form with the token of the page it stands on; what comes of it, a redirect followed.</summary>
    public async Task<(HttpStatusCode Status, string Page)> Submit(string from, string to, params (string Name, string Value)[] fields)
    {
        await Page(from);
        using var answer = await Post(to, fields);
        using var shown = answer.StatusCode == HttpStatusCode.Found ? await Get(answer.Headers.Location!.ToString()) : null;
        var last = shown ?? answer;
        return (last.StatusCode, WebUtility.HtmlDecode(await last.Content.ReadAsStringAsync()));
    }

    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) => PostAs(token, path, fields);

    /// <summary>As another site would have it sent: with the cookies, without our token.</summary>
    public Task<HttpResponseMessage> PostForged(string path, params (string Name, string Value)[] fields) => PostAs("forged", path, fields);

    /// <summary>As a browser would send the form of a page of ours whose token is of no use any more.</summary>
    public async Task<HttpResponseMessage> PostFromHere(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            path)
        { Content = new FormUrlEncodedContent([KeyValuePair.Create("_token", "old")]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> PostAs(string proof, string path, (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("_token", proof)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await client.PostAsync(path, form);
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
