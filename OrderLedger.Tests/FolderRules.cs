using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OrderLedger.Tests;

/// <summary>Who may know whom. An arrow that points the other way is mended in the product, not here.</summary>
public partial class FolderRules
{
    // The rows that the writer, the inline projection and a rebuild write are described there, and nowhere else.
    private const string Writing = "OrderLedger.Api/Ledger/Tables";
    private const string Rebuilding = "OrderLedger.Api/Ledger/Rebuilding";
    // The functions that stand there are the writer's and the rebuild's: they alone call them.
    private const string Schema = "OrderLedger.Api/Ledger/Schema";

    [Fact]
    public void The_domain_references_only_the_base_class_library() =>
        typeof(Order).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Storage_knows_nothing_of_the_web() =>
        In("Ledger").Where(f => f.Text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("Ledger", "Dashboard", "Access", "Cli", "Vendors", "Pushes", "OpenApi", "Http", "Orders", "Kpis", "Audit", "Proof",
        "Rebuilds", "Health", "Webhooks", "Alerts", "Feed")]
    [InlineData("Http", "Dashboard", "Access", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds",
        "Health", "Alerts")]
    [InlineData("Access", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Pushes", "Dashboard", "Cli", "Vendors", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Vendors", "Dashboard", "Cli", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Orders", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Kpis", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Audit", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Proof", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Rebuilds", "Health", "Alerts")]
    [InlineData("Rebuilds", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Health", "Alerts")]
    [InlineData("Health", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Alerts")]
    [InlineData("Webhooks", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health",
        "Alerts", "Feed")]
    [InlineData("Feed", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Alerts", "Dashboard", "Cli", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health",
        "Webhooks")]
    [InlineData("OpenApi", "Dashboard", "Cli", "Vendors", "Pushes", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    [InlineData("Cli", "Dashboard", "Vendors", "Pushes", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health")]
    [InlineData("Dashboard", "Cli", "Vendors", "OpenApi", "Orders", "Kpis", "Audit", "Proof", "Rebuilds", "Health", "Alerts")]
    public void A_folder_uses_only_what_lies_below_it(string folder, params string[] others) =>
        In(folder).SelectMany(f => f.Lines.Where(line => others.Any(other => Uses(line, other))).Select(line => $"{f}: {line.Trim()}"))
            .Concat(Uses(folder, others)).ShouldBeEmpty();

    [Fact]
    public void A_vendor_is_named_in_its_folder_and_in_the_domain_alone() =>
        SourceTree.Product.Where(f => f.Under("OrderLedger.Api") && !f.Under("OrderLedger.Api/Vendors"))
            .SelectMany(f => f.Lines.Where(line => Vendor().IsMatch(line)).Select(line => $"{f}: {line.Trim()}"))
            .ShouldBeEmpty();

    [Fact]
    public void Only_storage_writes() =>
        Writes(f => !f.Under("OrderLedger.Api/Ledger"), table => true).ShouldBeEmpty();

    [Fact]
    public void Only_the_writer_and_the_rebuild_write_events_and_views() =>
        Writes(f => !f.Under(Writing) && !f.Under(Rebuilding) && !f.Under(Schema), table => table.StartsWith("mt_",
            StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_writer_is_seen_writing() =>
        Writes(f => f.Under(Writing), table => table == "mt_events").ShouldNotBeEmpty("else the two rules above see nothing");

    [Fact]
    public void Log_messages_stand_in_one_file() =>
        SourceTree.Product.Where(f => f.Text.Contains("[LoggerMessage", StringComparison.Ordinal)).Select(f => f.Path)
            .ShouldBe(["OrderLedger.Api/Log.cs"]);

    [Fact]
    public void Every_event_has_a_stored_name() =>
        typeof(OrderEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OrderEvent)))
            .Select(t => EventTypes.NameOf((OrderEvent)RuntimeHelpers.GetUninitializedObject(t)))
            .ShouldBe(EventTypes.Names, ignoreOrder: true);

    private static IEnumerable<SourceFile> In(string folder) => SourceTree.Product.Where(f => f.Under($"OrderLedger.Api/{folder}"));

    // As the built code has it: a global using shows in no line.
    private static IEnumerable<string> Uses(string folder, string[] others) => References.Of(typeof(LedgerReader).Assembly)
        .Where(uses => Folder(uses.Key) == folder)
        .SelectMany(uses => uses.Where(used => others.Contains(Folder(used))).Select(used => $"{uses.Key.FullName} uses {used.FullName}"));

    private static string? Folder(Type type) => type.Namespace?.Split('.') is ["OrderLedger", "Api", var folder, ..] ? folder : null;

    // By its full name or, from a sister namespace, by its last part before a type or a namespace of that folder: "Access.ApiKey". A text,
    // a comment or a member that has the folder's name does not count.
    private static bool Uses(string line, string folder)
    {
        var code = Quoted().Replace(line, "");
        return Regex.IsMatch(code, $@"\bOrderLedger\.Api\.{folder}\b", RegexOptions.CultureInvariant)
            || Regex.Matches(code, $@"(?<![\w.]){folder}\.(?<name>\w+)", RegexOptions.CultureInvariant)
                .Any(m => Within(folder).Contains(m.Groups["name"].Value));
    }

    private static ILookup<string, string> Names { get; } = typeof(LedgerReader).Assembly.GetTypes()
        .Where(t => t.Namespace?.StartsWith("OrderLedger.Api.", StringComparison.Ordinal) == true)
        .Select(t => $"{t.Namespace}.{t.Name.Split('`')[0]}".Split('.'))
        .Where(path => path.Length > 3)
        .ToLookup(path => path[2], path => path[3]);

    private static IEnumerable<string> Within(string folder) => Names[folder];

    private static IEnumerable<string> Writes(Func<SourceFile, bool> file, Func<string, bool> table) => SourceTree.Product.Where(file)
        .SelectMany(f => Statement().Matches(f.Text).Where(m => table(m.Groups["table"].Value)).Select(m => $"{f}: {m.Value}"));

    [GeneratedRegex("\"(vici|woocommerce|wizcommerce|awal|whatalo|genuka)\"")]
    private static partial Regex Vendor();

    [GeneratedRegex("""
        "(\\.|[^"\\])*"|//.*$
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex("""
        \b( insert\s+into | delete\s+from | merge\s+into | truncate(\s+table)?
           | update(?=\s+[\w.]+(\s+(as\s+)?\w+)?\s+set\b) | copy(?=\s+[\w.]+\s*(\(|from\b)) )
        \s+(ledger\.)?(?<table>\w+)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Statement();
}
