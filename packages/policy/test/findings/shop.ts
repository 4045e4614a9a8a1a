/** A made-up service, in the format of AWS's service reference. */
export const shop = {
  Name: "shop",
  Actions: [
    {
      Name: "GetItem",
      ActionConditionKeys: ["shop:Shelf", "shop:Labels", "shop:Discount", "shop:OwnerArn"],
      Resources: [{ Name: "item" }],
    },
    { Name: "DeleteItem", ActionConditionKeys: [], Resources: [{ Name: "item" }] },
    { Name: "ListItems", ActionConditionKeys: ["shop:Shelf"] },
  ],
  Resources: [
    {
      Name: "item",
      ARNFormats: ["arn:${Partition}:shop:${Region}:${Account}:item/${ItemId}"],
      ConditionKeys: ["aws:ResourceTag/${TagKey}", "shop:ItemTag/${TagKey}"],
    },
    { Name: "catalogue", ARNFormats: ["arn:${Partition}:shop:::catalogue/${Name}"] },
  ],
  ConditionKeys: [
    { Name: "shop:Shelf", Types: ["String"] },
    { Name: "shop:Labels", Types: ["ArrayOfString"] },
    { Name: "shop:Discount", Types: ["Numeric"] },
    { Name: "shop:OwnerArn", Types: ["ARN"] },
    { Name: "shop:ItemTag/${TagKey}", Types: ["String"] },
    { Name: "aws:ResourceTag/${TagKey}", Types: ["String"] },
  ],
  Version: "v1.0",
};
