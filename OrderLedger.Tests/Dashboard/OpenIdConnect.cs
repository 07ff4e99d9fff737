using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Tests.Dashboard;

/// <summary>Signing in with an identity provider, over real HTTP to a real one.</summary>
public class OpenIdConnect : IAsyncLifetime
{
    private SocketApp App { get; } = new();
    private IdentityProvider provider = null!;

    public async Task InitializeAsync()
    {
        provider = await IdentityProvider.Start();
        App.Extra["Authentication:Oidc:Authority"] = provider.Url;
        App.Extra["Authentication:Oidc:ClientId"] = IdentityProvider.ClientId;
        await App.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)App).DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Leads_to_the_page_that_was_asked_for_under_the_persons_name()
    {
        using var clerk = new Clerk(App);
        (await clerk.Page("/sign-in")).ShouldContain("/sign-in/oidc");
        (await SignIn(clerk, "/dashboard/default/orders")).ShouldBe("/dashboard/default/orders");

        (await clerk.Page("/dashboard/default")).ShouldContain("Ada Clerk");
        (await App.Get("/api/audit?type=signed_in"))["entries"]![0]!["actor"]!.ToString().ShouldBe("Ada Clerk");
    }

    [Fact]
    public async Task Gives_the_highest_role_that_is_named_in_every_store()
    {
        var key = await App.NewStore("another");
        await App.Services.GetRequiredService<Keyring>().Read(default);
        key.ShouldNotBeEmpty();
        provider.Roles = ["viewer", "Admin", "something-else"];
        using var clerk = new Clerk(App);
        await SignIn(clerk, "");

        foreach (var store in new[] { "default", "another" })
            (await clerk.Page($"/dashboard/{store}")).ShouldContain($"admin of {store}");
    }

    [Theory]
    [InlineData("no role")]
    [InlineData("a number for a role")]
    [InlineData("another nonce")]
    [InlineData("another audience")]
    [InlineData("a forged signature")]
    public async Task Signs_nobody_in_with(string fault)
    {
        if (fault == "no role")
            provider.Roles = ["customer"];
        if (fault == "a number for a role")
            provider.Roles = ["2", "4711", "viewer,admin"];
        if (fault == "another nonce")
            provider.OtherNonce = "of-another-request";
        if (fault == "another audience")
            provider.Audience = "another-client";
        provider.IsForger = fault == "a forged signature";

        using var clerk = new Clerk(App);
        (await SignIn(clerk, "")).ShouldBe("/sign-in?fault=oidc");
        (await clerk.Page("/sign-in?fault=oidc")).ShouldContain("Nobody was signed in");
        using var page = await clerk.Get("/dashboard/default");
        page.StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Theory]
    [InlineData("/signout-oidc")]
    [InlineData("/signout-callback-oidc")]
    public async Task Ends_no_session_at_a_link_from_elsewhere(string path)
    {
        using var clerk = new Clerk(App);
        await SignIn(clerk, "/dashboard/default");

        using var answer = await clerk.Get(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.Page("/dashboard/default")).ShouldContain("Ada Clerk");
    }

    [Fact]
    public void Half_configured_says_what_is_missing()
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager();
        settings["Authentication:Oidc:Authority"] = "https://login.example";
        Should.Throw<FormatException>(() => OidcSettings.From(settings)).Message.ShouldContain("Authentication__Oidc__ClientId");
    }

    // There, to the provider, back, and on: each step by hand. Where it ends.
    private static async Task<string> SignIn(Clerk clerk, string to)
    {
        using var there = await clerk.Get("/sign-in/oidc?to=" + Uri.EscapeDataString(to));
        using var provided = await clerk.Get(there.Headers.Location!.ToString());
        using var back = await clerk.Get(provided.Headers.Location!.ToString());
        back.StatusCode.ShouldBe(HttpStatusCode.Found);
        return back.Headers.Location!.ToString();
    }
}
