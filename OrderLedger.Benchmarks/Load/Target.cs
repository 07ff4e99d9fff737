using System.Net;

namespace OrderLedger.Benchmarks.Load;

/// <summary>The server under load and who speaks to it how. Only this machine's own: a load generator is a weapon elsewhere.</summary>
internal sealed record Target(IPEndPoint Address, Dialect Dialect, Account Account)
{
    /// <exception cref="ArgumentException">It is no http URL, or not one of this machine.</exception>
    public static Target At(string url, Dialect dialect, Account account)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException($"--url takes an http address, e.g. http://127.0.0.1:5080, not {url}.");
        var host = uri.Host == "localhost" ? "127.0.0.1" : uri.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out var address) || !IPAddress.IsLoopback(address))
            throw new ArgumentException($"Only a server on this machine is put under load (127.0.0.1, ::1, localhost), not {uri.Host}.");
        return new(new(address, uri.Port), dialect, account);
    }
}
