using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.LocalPostgres;

public sealed class PostgresPrograms : IDisposable
{
    private readonly EmbeddedHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task That_are_nowhere_leave_three_ways_on()
    {
        var message = (await Should.ThrowAsync<PostgresNotFoundException>(() => Find(home.Kept))).Message;

        message.ShouldContain("apt-get install postgresql");
        message.ShouldContain("docker compose up");
        message.ShouldContain("ConnectionStrings__Ledger");
    }

    [Fact]
    public async Task Of_another_major_version_than_the_cluster_s_are_named_beside_it()
    {
        Directory.CreateDirectory(home.Kept.Cluster);
        await File.WriteAllTextAsync(Path.Combine(home.Kept.Cluster, "PG_VERSION"), "13\n");
        var bin = FakePrograms("17.2");

        (await Should.ThrowAsync<PostgresNotFoundException>(() => Find(home.Kept, bin)))
            .Message.ShouldContain("belongs to PostgreSQL 13, but only PostgreSQL 17 was found");
    }

    [Fact]
    public async Task Are_the_newest_unless_a_cluster_wants_its_own()
    {
        string[] bins = [FakePrograms("15.9"), FakePrograms("15.18"), FakePrograms("17.2"), FakePrograms("13.9")];

        (await Find(home.Kept, bins)).Version.ShouldBe(new Version(17, 2));

        Directory.CreateDirectory(home.Kept.Cluster);
        await File.WriteAllTextAsync(Path.Combine(home.Kept.Cluster, "PG_VERSION"), "15\n");
        (await Find(home.Kept, bins)).Version.ShouldBe(new Version(15, 18));
    }

    [Fact]
    public async Task Are_those_of_the_folder_that_is_named()
    {
        var named = FakePrograms("16.1");

        (await Find(home.Kept with { Binaries = named }, FakePrograms("17.2"))).Folder.ShouldBe(named);
    }

    private static Task<PostgresBinaries> Find(EmbeddedPostgresOptions options, params string[] folders) =>
        PostgresBinaries.Find(options, path: "", folders, CancellationToken.None);

    private string FakePrograms(string version)
    {
        var bin = Directory.CreateDirectory(Path.Combine(home.Kept.DataDirectory, version)).FullName;
        foreach (var program in (string[])["initdb", "pg_ctl", "postgres"])
        {
            var file = Path.Combine(bin, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return bin;
    }
}
