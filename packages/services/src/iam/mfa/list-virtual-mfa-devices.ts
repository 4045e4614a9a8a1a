import { listOperation } from "../../framework/list-operation.ts";
import { virtualDeviceForm } from "./device-forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMfaDevices = listOperation("iam:ListVirtualMFADevices", {
  *entries(call, after) {
    const { AssignmentStatus = "Any" } = call.input;
    for (const [key, device] of call.home.byId["mfa-device"].after(after)) {
      const status = device.owner === undefined ? "Unassigned" : "Assigned";
      if (AssignmentStatus === "Any" || AssignmentStatus === status)
        yield [key, virtualDeviceForm(call, device)];
    }
  },
});
