using System.Net;
using System.Net.Sockets;

namespace OrderLedger.Api.Cli;

/// <summary>
/// Checks the command line of <c>serve</c>, and whether its addresses can be listened at, before anything is made.
/// </summary>
internal static class ServeOptions
{
    // Of ASP.NET itself; whole sections have a colon at their end.
    private static readonly string[] Framework =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "AllowedHosts", "Logging:", "Kestrel:",
        "Authentication:", "hostBuilder:",
    ];

    /// <exception cref="UsageException">A word is no setting: ASP.NET would pass over it in silence.</exception>
    public static void AssertKnown(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || !IsKnown(name[2..].Replace("__", ":", StringComparison.Ordinal)))
                throw new UsageException($"'{args[i]}' is no setting of serve. serve --help lists them all.");
            if (value is null && ++i >= args.Length)
                throw new UsageException($"{name} wants a value.");
        }
    }

    /// <summary>Looks whether each address is free. A port of 0 is any free one.</summary>
    /// <exception cref="UsageException">An address is none, or is taken; the message says which and what to do.</exception>
    public static void AssertFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new UsageException($"--urls takes addresses such as http://127.0.0.1:5080, several with ';' between them, not '{url}'.");
            }
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
                continue;
            if (IsTaken(address))
                throw new UsageException($"Port {address.Port} of {address.Host} is taken, perhaps by another OrderLedger. Nothing was changed. "
                    + $"Use another port: --urls {address.Scheme}://{address.Host}:{address.Port + 1}");
        }
    }

    // A host that hands its configuration on names whole sections, too. OTEL_ begins the settings of OpenTelemetry.
    private static bool IsKnown(string name) => name.StartsWith("OTEL_", StringComparison.Ordinal)
        || SettingWords.All.Any(s => s.Path.Equals(name, StringComparison.OrdinalIgnoreCase)
            || s.Path.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        || Array.Exists(Framework, known => known.EndsWith(':')
            ? (name + ":").StartsWith(known, StringComparison.OrdinalIgnoreCase)
            : name.Equals(known, StringComparison.OrdinalIgnoreCase));

    private static bool IsTaken(BindingAddress address)
    {
        var host = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip
            : address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
        using var listener = new TcpListener(host, address.Port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException refused)
        {
            throw new UsageException($"Nobody can listen at {address} here: {refused.Message}. Nothing was changed. Choose another address with --urls.");
        }
    }
}
