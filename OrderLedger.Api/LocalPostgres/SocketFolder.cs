using System.Text.RegularExpressions;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>Where the server's Unix socket lies: in the cluster, which is private already, when the path allows it.</summary>
internal static partial class SocketFolder
{
    // The name of a socket has 107 bytes on Linux and 103 on macOS.
    private const int BytesMax = 103;
    private const string Socket = "/.s.PGSQL.5432";

    /// <summary>
    /// The other place has a random name, so nobody can have taken it before; the server's pid file tells it to others.
    /// </summary>
    public static string For(string cluster) =>
        Encoding.UTF8.GetByteCount(cluster + Socket) <= BytesMax && Plain().IsMatch(cluster)
            ? cluster
            : $"/tmp/orderledger-{Guid.NewGuid():n}";

    // PostgreSQL splits its list of folders at commas, Npgsql its list of hosts at commas and colons.
    [GeneratedRegex("^[A-Za-z0-9/._ -]+$")]
    private static partial Regex Plain();
}
