namespace OrderLedger.Api.LocalPostgres;

/// <summary>There is no embedded server to use. The message is for the operator and says what to do.</summary>
public class PostgresNotStartedException(string message) : Exception(message);

/// <summary>No PostgreSQL that fits is on this machine, and none could be fetched.</summary>
public sealed class PostgresNotFoundException(string message) : PostgresNotStartedException(message)
{
    private const string WaysOn =
        "install PostgreSQL 14 or newer with the package manager (e.g. apt-get install postgresql), "
        + "run `docker compose up`, or set ConnectionStrings__Ledger to a server of your own";

    internal static PostgresNotFoundException Nowhere(string reason = "no PostgreSQL and no npm was found here") =>
        new($"OrderLedger needs a PostgreSQL server, and {reason}: {WaysOn}.");

    internal static PostgresNotFoundException OtherVersion(string cluster, int wanted, IEnumerable<int> found) =>
        new($"The data in {cluster} belongs to PostgreSQL {wanted}, but {Named(found)} was found here: "
            + $"install PostgreSQL {wanted}, or dump and restore the data into the newer one.");

    private static string Named(IEnumerable<int> majors)
    {
        var names = string.Join(", ", majors.Distinct().Order());
        return names.Length == 0 ? "no PostgreSQL at all" : $"only PostgreSQL {names}";
    }
}
