"""Transfer messages and booked dates as FHIR R4 resources, with the profile that they keep to.

The resources used here (ServiceRequest, Appointment, Patient, Practitioner, PractitionerRole,
Organization) are the same in R4 (4.0.1) and R4B (4.3.0): none is in HL7's list of what R4B changed.
"""
