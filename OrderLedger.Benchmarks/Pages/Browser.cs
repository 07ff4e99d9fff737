using System.Net;
using System.Text.RegularExpressions;

namespace OrderLedger.Benchmarks.Pages;

/// <summary>Somebody signed in to the dashboard, without the browser around.</summary>
internal sealed partial class Browser : IDisposable
{
    private Browser(string url) => Http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
    {
        BaseAddress = new(url),
        Timeout = TimeSpan.FromMinutes(5),
    };

    public HttpClient Http { get; }

    public static async Task<Browser> SignIn(string url, string key, CancellationToken stop)
    {
        var browser = new Browser(url);
        var token = Token().Match(await browser.Http.GetStringAsync("/sign-in", stop)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("key", key), new("_token", WebUtility.HtmlDecode(token))]);
        using var answer = await browser.Http.PostAsync("/sign-in", form, stop);
        return answer.StatusCode == HttpStatusCode.Found
            ? browser
            : throw new InvalidOperationException($"Signing in was answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
