using OrderLedger.Tests.Vendors.WooCommerce;

namespace OrderLedger.Tests.Cli;

/// <summary>Orders come in from a file, from a shop, or from an export of another ledger.</summary>
public sealed class ImportedFiles(CommandLine line) : IClassFixture<CommandLine>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-import-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_table_is_tried_and_then_read()
    {
        await Store("tabled", "whatalo");
        var file = Write("orders.csv", """
            ﻿Bestellung;Status;Total;Customer_Name;Created_At
            t-1;pending;12.50;"Öz; türk";2026-01-31
            t-2;Confirmed;;'=1+1;
            t-3;shipped;5;;
            t-4;undefined;5;;
            t-5;pending;five;;
            """);

        var unnamed = await line.Run($"import csv {file} --store tabled");
        var tried = await line.Run($"import csv {file} --store tabled --dry-run --column Bestellung=id");
        var read = await line.Run($"import csv {file} --store tabled --column Bestellung=id");
        var again = await line.Run($"import csv {file} --store tabled --column Bestellung=id");

        (unnamed.ExitCode, unnamed.Error.Trim()).ShouldBe((1, "No column is named \"id\". There are: Bestellung, Status, Total, Customer_Name, Created_At. "
            + "Say which it is: --column \"Bestellung=id\""));
        tried.ExitCode.ShouldBe(1);
        tried.Out.ShouldStartWith("Would be: 3 new, 1 with a member left out, 2 refused.");
        read.Out.ShouldStartWith("3 new, 1 with a member left out, 2 refused.");
        read.Out.ShouldContain("line 4: Invalid status. Allowed: pending");
        read.Out.ShouldContain("line 5: Invalid status: \"undefined\" stands where the sender has no value.");
        again.Out.ShouldStartWith("3 known already, 1 with a member left out, 2 refused.");
        (await line.Run("verify")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Orders_on_lines_are_read_in_our_shape_and_in_WooCommerces()
    {
        await Store("lined", "woocommerce");
        var file = Write("orders.ndjson", """
            {"id":1,"status":"processing","total":"5.00","currency":"EUR","date_modified_gmt":"2026-01-31T10:00:00","line_items":[{"name":"A"}]}

            {"id":2,"status":"picked-up","total":5,"created_at":"2026-01-31"}
            not JSON
            """);

        var read = await line.Run($"import ndjson {file} --store lined");

        read.ExitCode.ShouldBe(1);
        read.Out.ShouldStartWith("2 new, 1 refused.");
        read.Out.ShouldContain("line 4: The body is not valid JSON");
        (await line.Run($"import ndjson {file}")).Error.ShouldContain("--store is needed");
        (await line.Run("import ndjson nowhere.ndjson --store lined")).Error.ShouldContain("There is no file");
    }

    [Fact]
    public async Task A_shop_is_made_known_by_its_key_and_read()
    {
        await using var shop = await TestShop.Open();
        for (var id = 1; id <= 120; id++)
            shop.Put(new(id, "completed", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(-1)));
        await Store("asked", "woocommerce");
        (string, string)[] keys = [("ORDERLEDGER_WOOCOMMERCE_KEY", "ck_test"), ("ORDERLEDGER_WOOCOMMERCE_SECRET", "cs_test")];

        (await line.Run("import woocommerce --store asked")).Error.ShouldContain("has no shop to ask. First: stores set asked --woocommerce-url");
        (await line.Run("stores set asked --woocommerce-url http://shop.example", keys)).Error.ShouldContain("the shop's address with https");
        (await line.Run($"stores set asked --woocommerce-url {shop.Url}", ("ORDERLEDGER_WOOCOMMERCE_KEY", "x"), ("ORDERLEDGER_WOOCOMMERCE_SECRET", "y")))
            .Error.ShouldContain("begins with ck_");
        var known = await line.Run($"stores set asked --woocommerce-url {shop.Url}", keys);
        var read = await line.Run("import woocommerce --store asked");

        known.Out.ShouldContain($"The shop at {shop.Url} is known.");
        known.Out.ShouldNotContain("cs_test");
        (read.ExitCode, read.Out.Trim()).ShouldBe((0, "120 orders read: 120 new or changed, 0 known already."));
        (await line.Run("stores set asked --woocommerce-url none")).ExitCode.ShouldBe(0);
        (await line.Run("import woocommerce --store asked")).ExitCode.ShouldBe(1);
    }

    private async Task Store(string name, string dialect) =>
        (await line.Run($"stores add {name} --dialect {dialect} --currency EUR")).ExitCode.ShouldBe(0);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
