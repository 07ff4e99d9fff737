using System.Runtime.CompilerServices;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using JasperFx.OpenTelemetry;
using Marten;
using Marten.Schema;
using OrderLedger.Api.Ledger.Proving;
using Weasel.Core;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The one place that tells Marten what the ledger is: a tenant for each store, a stream for each order, two documents for each order, and
/// the inline projection that writes everything else. Marten makes and changes the tables <c>mt_*</c> from this.
/// </summary>
public static class MartenSetup
{
    public const string Schema = "ledger";

    /// <summary>Most statements of a unit of work that go in one round trip.</summary>
    private const int StatementsMax = 10_000;

    // Made by the ledger's own SQL: Marten has no words for a partial index or for a descending one over a tenant.
    private static readonly string[] OrderIndexes =
    [
        "mt_doc_order_by_created", "mt_doc_order_by_status", "mt_doc_order_by_wait", "mt_doc_order_by_change", "mt_doc_order_by_tag",
        "mt_doc_order_by_assigned",
    ];
    private static readonly string[] DetailIndexes = ["mt_doc_order_details_by_word"];

    private static readonly ConditionalWeakTable<NpgsqlDataSource, DocumentStore> Stores = [];

    /// <summary>
    /// The ledger's store on this data source, one for all who ask. It lives as long as the data source and does not dispose it.
    /// </summary>
    public static IDocumentStore StoreOf(NpgsqlDataSource source) => Stores.GetValue(source, given => DocumentStore.For(options =>
    {
        options.Connection(given);
        Configure(options);
    }));

    /// <summary>Makes and changes Marten's tables and functions to what this build needs. Needs the right to change the schema.</summary>
    internal static async Task Apply(NpgsqlDataSource source)
    {
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(source);
            Configure(options);
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    /// <summary>Sets what docs/marten.md lists. The store never changes the schema by itself: the verb <c>migrate</c> does.</summary>
    /// <param name="options">Options of a store that has no other events.</param>
    public static void Configure(StoreOptions options)
    {
        Events(options);
        Documents(options);
        options.OpenTelemetry.TrackConnections = TrackLevel.Normal;
        options.Projections.Add(new LedgerProjection(), ProjectionLifecycle.Inline, "ledger");
        options.Projections.Add(new PastOrderAggregate(), ProjectionLifecycle.Live);
    }

    /// <summary>The options that a store which only reads, or follows, needs; it has no inline projection.</summary>
    public static void Events(StoreOptions options)
    {
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        // Despite its name this mode stores the timestamps that the projection sets: the database's clock, read under the lock.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableBigIntEvents = true;
        options.Events.MetadataConfig.EnableAll();
        // EnableAll leaves this one off, and a store without it wants to drop the column.
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.AddEventTypes([.. EventTypes.Classes, .. ActionTypes.All.Select(ActionTypes.ClassOf)
            .Where(c => c.IsSubclassOf(typeof(ActionFacts)))]);
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json =>
        {
            json.DefaultIgnoreCondition = StoredJson.Stored.Options.DefaultIgnoreCondition;
            json.Encoder = StoredJson.Stored.Options.Encoder;
        });
        options.UpdateBatchSize = StatementsMax;
    }

    private static void Documents(StoreOptions options)
    {
        options.Schema.For<Order>().DocumentAlias("order").MultiTenanted().UseNumericRevisions(true);
        options.Schema.For<OrderDetails>().DocumentAlias("order_details").MultiTenanted().UseNumericRevisions(true);
        options.Policies.ForAllDocuments(document =>
        {
            if (document.DocumentType == typeof(Order))
                OrderColumns(document);
            else if (document.DocumentType == typeof(OrderDetails))
                DetailColumns(document);
        });
    }

    private static void OrderColumns(DocumentMapping order)
    {
        Column(order, nameof(Order.Number), "number", "varchar", notNull: true);
        Column(order, nameof(Order.Status), "status", "varchar", notNull: true);
        Column(order, nameof(Order.PhaseWord), "phase", "varchar", notNull: true);
        Column(order, nameof(Order.PaymentStatus), "payment_status", "varchar");
        Column(order, nameof(Order.Tags), "tags", "varchar");
        Column(order, nameof(Order.AssignedTo), "assigned_to", "varchar");
        Column(order, nameof(Order.Source), "source", "varchar", notNull: true);
        Column(order, nameof(Order.CreatedAt), "created_at", "timestamp with time zone", notNull: true);
        Column(order, nameof(Order.StatusSince), "status_since", "timestamp with time zone", notNull: true);
        Column(order, nameof(Order.Deleted), "deleted", "boolean", notNull: true);
        foreach (var index in OrderIndexes)
            order.IgnoreIndex(index);
    }

    private static void DetailColumns(DocumentMapping details)
    {
        Column(details, nameof(OrderDetails.CustomerName), "customer_name", "varchar");
        Column(details, nameof(OrderDetails.CustomerEmail), "customer_email", "varchar");
        Column(details, nameof(OrderDetails.Search), "search", "tsvector", notNull: true);
        foreach (var index in DetailIndexes)
            details.IgnoreIndex(index);
    }

    private static void Column(DocumentMapping document, string member, string column, string type, bool notNull = false) =>
        document.DuplicateField(member, type, notNull).ColumnName = column;
}
